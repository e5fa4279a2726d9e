"""VOMS: which servers vouch for members of a virtual organisation, in the time before tokens.

Sources: VOMS client and API documentation, `vomses` and `vomsdir` (italiangrid.github.io/voms),
`LSCFileParser` and `VOMSESLineParser` of voms-api-java.
"""
