"""The configuration of PanDA."""
