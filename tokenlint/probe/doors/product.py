"""How a service names itself, and which product and version that is.

Server headers: XRootD writes `XrootD/v5.5.3` or `XRootD` (src/XrdHttp of its source),
dCache `dCache/9.2.1`, StoRM WebDAV and ARC their names. A web server in front of one
(nginx, Apache) tells of no product of ours.
"""

import re
from collections.abc import Iterable

from tokenlint.probe.demand import Answer

_NAMED = re.compile(r"(?P<name>[A-Za-z][A-Za-z -]{1,30})(?:[/ ]v?(?P<version>\d[\w.+~-]{0,40}))?")
_PRODUCTS = {
    "xrootd": "xrootd",
    "dcache": "dcache",
    "storm-webdav": "storm-webdav",
    "storm webdav": "storm-webdav",
    "storm": "storm-webdav",
    "eos": "eos",
    "arc": "arc-ce",
    "arex": "arc-ce",
    "a-rex": "arc-ce",
}


def product_of(server: str) -> tuple[str, str]:
    """The product and version in a Server header; empty where it names none that is known."""
    found = _NAMED.match(server)
    product = _PRODUCTS.get(found["name"].strip().lower(), "") if found else ""
    return (product, (found["version"] or "") if found and product else "")


def called(server: str) -> str:
    """A Server header as an implementation, `xrootd@5.5.3`; as it stands where nobody knows it."""
    product, version = product_of(server)
    return f"{product}@{version}" if version else product or server


def implementation_of(answers: Iterable[Answer]) -> str:
    """What the answers of one service say it is: `dcache@9.2.1`, `xrootd`, or empty.

    Empty, too, where they name several products; the version is left out where they differ in it.
    """
    named = {
        (answer.facts.get("product", ""), answer.facts.get("version", "")) for answer in answers
    }
    products = {product for product, _ in named if product}
    if len(products) != 1:
        return ""
    versions = {version for _, version in named if version}
    (product,) = products
    return f"{product}@{versions.pop()}" if len(versions) == 1 else product
