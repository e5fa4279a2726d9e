"""The key with which DIRAC obtains tokens of DiracX for anybody: `DiracX/LegacyExchangeApiKey`.

Who has it impersonates every user in every group. It belongs into the file of a server,
where no client sees it. Source: DIRACGrid/diracx @712f32e, docs on the legacy exchange
and routers/auth/token.py (the hash of the key is what the service compares).
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from tokenlint.services.acceptance import Setting
from tokenlint.services.dirac.cfg import Cfg
from tokenlint.services.dirac.providers import SERVED, is_served
from tokenlint.services.value import Value

# The example of DiracX's documentation, which nobody keeps secret.
_PUBLISHED = "diracx:legacy:InsecureChangeMe"


def settings(cfg: Cfg) -> Iterator[Setting]:
    """What is wrong with where the key stands, or with the key; never the key itself."""
    section = cfg.root.at("DiracX")
    key = section.value("LegacyExchangeApiKey") if section else None
    if section is None or key is None or not key.known or not key.text:
        return
    published = key.text == _PUBLISHED and not _is_example(section.value("URL"))
    yield Setting("legacy exchange key", "published" if published else "set", key.source)
    if is_served(cfg.root):
        yield Setting(SERVED, "exchange", key.source)


def _is_example(url: Value | None) -> bool:
    """Whether the address is one that can never be (RFC 2606), as in the examples of DIRAC."""
    try:
        host = urlsplit(url.text).hostname or "" if url else ""
    except ValueError:
        return False
    return host.endswith(".invalid")
