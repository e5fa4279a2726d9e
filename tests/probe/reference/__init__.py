"""Reference servers for probes: WebDAV with the rules of WLCG profile 1.3, perfect or with flaws.

    with reference(flaws=frozenset({Planted.CREATE_OVERWRITES}), tls=True) as server:
        server.url        # https://127.0.0.1:PORT, no slash at its end; also its only audience
        server.root       # the tree on disk (a Path); what a probe is judged by
        server.ca         # the authority's certificate (a Path), None without tls
        server.issuer     # the only issuer that it trusts; its keys are those of tests.minting
        server.token(scope="storage.read:/data", aud=..., ...)   # minted for it, valid now
        server.log        # what was asked: Entry(method, path, status, token)

`reference(issuer=..., keys=...)` trusts another issuer; `keys` is a key set or a function of none.
`tape=True` adds the WLCG Tape REST API; `server.nearline` are paths that must be staged first.
`lenient()` ignores scopes: whatever valid token may do all. `hostile(KIND)` answers badly.
"""

from tests.probe.reference.flaws import Planted
from tests.probe.reference.hostile import Hostile, hostile
from tests.probe.reference.server import Entry, Reference, lenient, reference

__all__ = ["Entry", "Hostile", "Planted", "Reference", "hostile", "lenient", "reference"]
