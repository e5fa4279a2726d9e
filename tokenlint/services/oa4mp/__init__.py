"""The configuration of OA4MP."""
