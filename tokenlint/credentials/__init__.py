"""Bytes to credentials: decoding, facts, privileges, discovery and verification of tokens."""
