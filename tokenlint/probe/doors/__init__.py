"""Doors: how a probe speaks to a service, one protocol each."""
