"""htvault-config and managed-tokens: roles of a Vault server for htgettoken, and who uses them."""
