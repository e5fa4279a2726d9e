"""The configuration of Pelican."""
