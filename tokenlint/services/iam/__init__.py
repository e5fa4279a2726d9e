"""The configuration of INDIGO IAM."""
