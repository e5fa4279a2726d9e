"""Made-up servers: files as an administrator writes them, read by tokenlint's own readers."""

from dataclasses import replace

from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text
from tokenlint.services.xrootd.config import Configuration
from tokenlint.services.xrootd.reader import configurations
from tokenlint.services.xrootd.recognise import AUTHDB, MAPFILE, SCITOKENS, SERVER

ISSUER = "https://issuer.example/vo"
OTHER = "https://other.example/vo"
AUDIENCE = "https://se.example"
_SERVER = """{export}
xrd.protocol XrdHttp:443 libXrdHttp.so
xrd.tls /etc/host.pem /etc/host.key
{login}
{header}
{authorization}
"""
_LOGIN = "xrootd.seclib libXrdSec.so\nsec.protocol ztn"
_PLUGIN = "ofs.authorize\nofs.authlib {chained}libXrdAccSciTokens.so config=/etc/scitokens.cfg"


def scitokens(
    *issuer: str, onmissing: str = "deny", audience: str = AUDIENCE, url: str = ISSUER
) -> str:
    """A `scitokens.cfg`; `issuer` are lines of its only section beside the url."""
    lines = issuer or ("base_path = /data",)
    if not any("base_path" in line for line in lines):
        lines = ("base_path = /data", *lines)
    top = ["[Global]", f"audience = {audience}" if audience else "", f"onmissing = {onmissing}"]
    return "\n".join([*top, "[Issuer one]", f"issuer = {url}", *lines, ""])


def server(  # noqa: PLR0913 - one for each part of the files
    tokens: str | None = None,
    *,
    authdb: str | None = None,
    mapfile: str | None = None,
    chained: bool = True,
    authorization: str | None = None,
    header2cgi: bool = True,
    ztn: bool = True,
    export: str = "all.export /",
    version: str = "",
) -> Configuration:
    """The configuration of a server with these files."""
    lines = authorization or _PLUGIN.format(chained="++ " if chained else "")
    if authdb is not None:
        lines += "\nacc.authdb /etc/authdb"
    header = "http.header2cgi Authorization authz" if header2cgi else ""
    main = _SERVER.format(
        export=export, login=_LOGIN if ztn else "", header=header, authorization=lines
    )
    files = {
        "xrootd.cfg": (SERVER, main),
        "scitokens.cfg": (SCITOKENS, scitokens() if tokens is None else tokens),
        "authdb": (AUTHDB, authdb),
        "map.json": (MAPFILE, mapfile),
    }
    pieces = [
        Piece(kind, Text(f"etc/{name}", name, content))
        for name, (kind, content) in files.items()
        if content is not None
    ]
    found = next(each for each in configurations(pieces) if each.server is not None)
    return replace(found, version=version)
