"""Captured tokens at volume: find, key, count; equal shapes are judged once."""
