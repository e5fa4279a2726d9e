"""The configuration of mytoken."""
