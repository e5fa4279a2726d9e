"""ALICE token authorization: `TkAuthz.Authorization` of the plug-in for XRootD.

Sources: `TTokenAuthz.cxx` (revision 1.8) of cern-eos/libTokenAuthz, `XrdAliceTokenAcc.cc`
of cern-eos/xrootd-alicetokenacc. Tokens here are encrypted envelopes of the AliEn catalogue,
no JWTs.
"""
