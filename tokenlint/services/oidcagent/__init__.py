"""oidc-agent: which issuers it knows, and which tokens it asks them for."""
