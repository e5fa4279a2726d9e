"""Credentials made up at run time, with keys made at run time, that no service accepts."""
