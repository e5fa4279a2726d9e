"""Pelican and OSDF: origins with their exports, the issuer built into them, other servers.

Sources: PelicanPlatform/pelican, `docs/parameters.yaml` (commit 0096188),
`server_utils/origin.go` and `xrootd/authorization.go` (commit f6f1ee7),
the templates of generated files in `xrootd/resources` and `oa4mp/resources` (commit 4012bc4).
"""
