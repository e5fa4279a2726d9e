"""The report of `tokenlint frontier`, one module for each format."""
