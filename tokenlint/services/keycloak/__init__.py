"""The configuration of Keycloak."""
