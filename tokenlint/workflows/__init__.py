"""Workflow declarations: YAML to values with places, the need that follows, and comparison."""
