"""X.509 proxies and VOMS attribute certificates: bytes to proxy to privilege."""
