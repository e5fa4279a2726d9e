"""HashiCorp Vault and OpenBao: policies, roles for logins with tokens, the server's own file."""
