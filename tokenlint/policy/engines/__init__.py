"""The engines: regopy in worker processes, OPA in this process, OPA on a server."""
