"""The configuration of OSG topology."""
