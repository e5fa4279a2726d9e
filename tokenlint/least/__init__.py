"""Least privilege: the least token that lets a workflow do its work, and the proof of it."""
