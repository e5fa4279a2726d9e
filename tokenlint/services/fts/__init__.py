"""The configuration of FTS3."""
