"""The test issuer: keys in memory, tokens for this user alone, public keys for services."""
