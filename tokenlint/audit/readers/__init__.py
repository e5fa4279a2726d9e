"""Access logs of products as events: one module for each format."""
