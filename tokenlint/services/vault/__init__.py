"""The configuration of HashiCorp Vault."""
