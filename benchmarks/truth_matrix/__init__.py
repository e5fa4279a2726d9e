"""`python -m benchmarks.truth_matrix DIR`: the model of XRootD against verdicts of real servers.

A folder holds cells (server version, configuration, token, operation, path, outcome),
the claims and headers of the tokens, and the files of every configuration.
Every cell is predicted from the files, the token and the version alone.
"""
