"""tokenlint: how far a grid credential reaches, where, and for how long."""

__version__ = "0.1.0"
