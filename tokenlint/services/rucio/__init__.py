"""The configuration of Rucio."""
