"""What XRootD does with a request: its plug-in for tokens, its authorization database, its calls.

Follows the sources of XRootD 5.4.3, 5.5.3, 5.6.9, 5.9.3 and 6.2.1 and of libscitokens 0.7.3;
`versions` holds what changed between them.
"""
