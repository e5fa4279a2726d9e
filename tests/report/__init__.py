"""Tests of the reports, with made-up documents in samples.py."""
