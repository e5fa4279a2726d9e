"""The configuration of oidc-agent."""
