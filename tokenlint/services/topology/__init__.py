"""Virtual organisations of the OSG topology: their token issuers, and their namespaces in OSDF.

Sources: opensciencegrid/topology, `bin/get-scitokens-mapfile` (commit caac9bb),
`src/webapp/data_federation.py` (commit 48ed97b).
"""
