"""Facts about an issuer's name: a URL that services compare letter by letter.

Sources: RFC 8414 section 2, RFC 9068 section 2.2, WLCG profile 1.3 section 2.1.1.
"""

import re
from typing import Any

_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^?#]*)(.*)", re.DOTALL)
_AUTHORITY = re.compile(r"(?:(.*)@)?(\[[^\]]*\]|[^:]*)(?::(.*))?", re.DOTALL)
_DEFAULT_PORTS = {"https": "443", "http": "80"}
_LOOPBACK = re.compile(r"localhost\.?|.*\.localhost\.?|127(?:\.[0-9]{1,3}){3}|\[::1\]")


def issuer_facts(claims: dict[str, Any], *, pool: bool = False) -> dict[str, Any]:
    """The `issuer` object of the policy input schema, without letters.

    `pool`: the token is an HTCondor IDTOKEN, whose issuer is the name of a pool.
    """
    if "iss" not in claims:
        return {"form": "missing", "problems": []}
    issuer = claims["iss"]
    if not isinstance(issuer, str):
        return {"form": "wrong-type", "problems": []}
    form, problems = issuer_form(issuer)
    if pool and form == "not-a-url":
        form = "trust-domain"
    return {"form": form, "problems": list(problems)}


def issuer_form(issuer: str) -> tuple[str, tuple[str, ...]]:
    """`https`, `http` or `not-a-url`, and what is odd about it, sorted."""
    found = {"white-space": any(character.isspace() for character in issuer)}
    url = _URL.fullmatch(issuer.strip())
    scheme = url[1].lower() if url else ""
    authority = _AUTHORITY.fullmatch(url[2]) if url else None
    form = scheme if scheme in _DEFAULT_PORTS and authority and authority[2] else "not-a-url"
    if url and authority and form != "not-a-url":
        host = authority[2]
        found |= {
            "trailing-slash": url[3].endswith("/"),
            "query-or-fragment": url[4] != "",
            "userinfo": authority[1] is not None,
            "default-port": authority[3] in {"", _DEFAULT_PORTS[scheme]},
            "upper-case": url[1] != scheme or host != host.lower(),
            "loopback": _LOOPBACK.fullmatch(host.lower()) is not None,
        }
    return form, tuple(sorted(problem for problem, present in found.items() if present))
