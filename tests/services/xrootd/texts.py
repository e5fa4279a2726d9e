"""Texts and servers of these tests."""

from tokenlint.services.acceptance import Acceptance, Assembled
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text
from tokenlint.services.xrootd.reader import assemble
from tokenlint.services.xrootd.recognise import kind_of

ISSUER = "https://issuer.example/vo"
SERVER = """\
all.export /data
xrd.protocol XrdHttp:1094 libXrdHttp.so
xrd.tls /etc/host.pem /etc/host.key
xrd.tlsca certdir /etc/grid-security/certificates
xrootd.seclib libXrdSec.so
sec.protocol ztn
http.header2cgi Authorization authz
ofs.authorize
ofs.authlib ++ libXrdAccSciTokens.so config=/etc/xrootd/scitokens.cfg
acc.authdb /etc/xrootd/authdb
"""
SCITOKENS = f"""\
[Global]
audience = https://se.example
[Issuer vo]
issuer = {ISSUER}
base_path = /data
"""


def text(content: str, file: str = "etc/scitokens.cfg", *, embedded: bool = False) -> Text:
    return Text(file, file.rpartition("/")[2], content, embedded=embedded)


def pieces(**files: str) -> list[Piece]:
    """Pieces of one folder, by name; `__` stands for a dot, `_in_` for a folder."""
    found = []
    for name, content in files.items():
        path = "etc/" + name.replace("_in_", "/").replace("__", ".")
        one = text(content, path)
        kind = kind_of(one)
        assert kind is not None, path
        found.append(Piece(kind, one))
    return found


def assembled(**files: str) -> Assembled:
    return assemble(pieces(**files))


def acceptance(**files: str) -> Acceptance:
    """The acceptance of the only service that the files make."""
    (service,) = assembled(**files).services
    return service.acceptance
