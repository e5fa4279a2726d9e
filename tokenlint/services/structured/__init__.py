"""Texts of common grammars, read so that every value keeps its place: YAML, JSON, INI, Spring."""
