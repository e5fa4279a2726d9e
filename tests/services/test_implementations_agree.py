"""The decisions of the products agree with the rows of `rules/implementations.yaml`.

The table says what a scope allows in a product and version; the models decide from a configuration.
Here each row is asked at a plain server of its product: the two must not tell different stories.
"""

from collections.abc import Iterator

import pytest

from tokenlint.policy.implementations import Row, shipped_implementations
from tokenlint.privilege.operation import Operation
from tokenlint.services.acceptance import Service
from tokenlint.services.decision import Ask, Presented, Verdict
from tokenlint.services.discover import assemble_all
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text

ISSUER = "https://issuer.example"
AUDIENCE = "https://storage.example"
XROOTD = {
    "xrootd.cfg": (
        "all.export /data\nxrd.protocol http:1094 libXrdHttp.so\n"
        "xrd.tls /etc/xrd/cert.pem /etc/xrd/key.pem\n"
        "xrootd.seclib libXrdSec.so\nsec.protocol ztn\n"
        "http.header2cgi Authorization authz\nofs.authorize\n"
        "ofs.authlib libXrdAccSciTokens.so config=/etc/xrootd/scitokens.cfg\n"
    ),
    "scitokens.cfg": (
        f"[Global]\naudience = {AUDIENCE}\nonmissing = deny\n\n"
        f"[Issuer vo]\nissuer = {ISSUER}\nbase_path = /data\n"
    ),
}
STORM = {
    "sa.d/area.properties": (
        f"name=area\nrootPath=/storage/area\naccessPoints=/data\norgs={ISSUER}\n"
        "orgsGrantReadPermission=false\norgsGrantWritePermission=false\n"
        "wlcgScopeAuthzEnabled=true\n"
    ),
    "config/application.yml": (
        "oauth:\n  issuers:\n    - name: vo\n"
        f"      issuer: {ISSUER}\n      enforce-audience-checks: true\n"
        f"      audiences: ['{AUDIENCE}']\n"
    ),
}
KINDS = {
    "xrootd.cfg": "xrootd.cfg",
    "scitokens.cfg": "scitokens.cfg",
    "sa.d/area.properties": "sa.properties",
    "config/application.yml": "application.yml",
}
FILES = {"xrootd": XROOTD, "storm-webdav": STORM}
PACKAGES = {"xrootd": "xrootd", "storm-webdav": "storm"}


def service(product: str) -> Service:
    pieces = [Piece(KINDS[name], Text(name, name.rpartition("/")[2], text))
              for name, text in FILES[product].items()]  # fmt: skip
    (found,) = assemble_all({PACKAGES[product]: pieces}).services
    return found


def rows() -> Iterator[tuple[str, Row, str]]:
    """Each plain row, with each version on which it was observed, else the first it is for."""
    for product in shipped_implementations().products:
        for row in product.rows if product.product in FILES else ():
            if not row.when:
                for version in row.observed_on or (row.versions.since,):
                    yield product.product, row, version


@pytest.mark.parametrize(
    ("product", "row", "version"), list(rows()), ids=lambda each: getattr(each, "id", str(each))
)
def test_the_model_and_the_table_tell_the_same(product: str, row: Row, version: str) -> None:
    held = service(product)
    if version and held.at_version is not None:
        held = held.at_version(version)
    scopes = tuple(f"{scope}:/" for scope in row.scopes)
    presented = Presented(ISSUER, (AUDIENCE,), scopes)

    def verdict(operation: str) -> Verdict:
        return held.decide(presented, Ask(Operation(operation), "/data/x")).verdict

    assert {name for name in row.allows if verdict(name) is not Verdict.ALLOWED} == set()
    assert {name for name in row.refuses if verdict(name) is not Verdict.DENIED} == set()


def test_each_product_has_rows() -> None:
    assert {product for product, *_ in rows()} == FILES.keys()
