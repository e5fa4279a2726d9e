"""Access logs beside token facts: what was allowed against them, and what was never used."""
