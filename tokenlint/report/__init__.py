"""Reports: one module a format, each a pure function from a Report to text."""
