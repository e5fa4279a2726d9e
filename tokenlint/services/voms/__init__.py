"""The configuration of VOMS."""
