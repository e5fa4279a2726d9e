"""Captured bytes, whatever they were packed in: inputs as chunks of lines, and disguised tokens."""
