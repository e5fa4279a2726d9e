"""Does the service enforce it? Requests with tokens that should and should not work, by effect."""
