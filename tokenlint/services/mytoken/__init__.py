"""mytoken: a broker of long-lived tokens, its server, and the profiles that it offers."""
