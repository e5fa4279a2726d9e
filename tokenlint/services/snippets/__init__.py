"""Configuration texts inside other files: YAML scalars, fenced blocks, here-documents."""
