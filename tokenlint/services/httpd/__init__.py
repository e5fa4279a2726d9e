"""Web servers that ask for SciTokens: nginx with an authorizer beside it, Apache with a module."""
