"""The configuration of Kubernetes."""
