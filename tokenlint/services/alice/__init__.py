"""The configuration of ALICE token authorization."""
