"""ALICE token authorization: `TkAuthz.Authorization` of the plug-in for XRootD.

Sources: `TTokenAuthz.cxx` (version 1.8 of tokenauthz), `XrdAliceTokenAcc.cc`
of xrootd-alicetokenacc. Tokens here are encrypted envelopes of the AliEn catalogue, no JWTs.
"""
