"""XRootD, and what shares its files: EOS and XCache."""
