"""The formats of `tokenlint least`."""
