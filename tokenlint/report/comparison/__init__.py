"""Comparisons of credentials, one module for each format."""
