"""Secrets in texts: where they can stand, what is one, and a name for each that tells nothing."""
