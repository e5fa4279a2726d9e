"""Kubernetes: the tokens of service accounts that pods have projected for other services."""
