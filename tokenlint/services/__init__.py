"""Service configurations: what each lets which credential do."""
