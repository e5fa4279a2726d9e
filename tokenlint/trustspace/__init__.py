"""Token-trust space: where a privilege stands on the axes audience, scope and lifetime."""
