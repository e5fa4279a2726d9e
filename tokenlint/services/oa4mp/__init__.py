"""OA4MP, CILogon and scitokens-oauth2-server: the server, its clients, and the heads of scripts."""
