"""The configuration of DIRAC."""
