"""Findings that were known before: keys that survive edits, and what is new against them."""
