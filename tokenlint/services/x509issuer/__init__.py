"""x509-scitokens-issuer: which SciTokens a certificate or a VOMS attribute is exchanged for."""
