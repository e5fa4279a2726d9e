"""ARC CE: what `arc.conf` lets a token do."""
