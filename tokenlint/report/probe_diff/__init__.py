"""Two records of a probe beside each other, for people and for machines."""
