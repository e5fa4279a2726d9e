"""Where tokens of a probe come from: a command, files, a test issuer."""
