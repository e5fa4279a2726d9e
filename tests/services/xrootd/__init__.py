"""XRootD: its readers and its model of decisions."""
