"""The configuration of htvault-config."""
