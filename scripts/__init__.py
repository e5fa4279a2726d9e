"""Programs of this repository: what is generated, the demo, the checks."""
