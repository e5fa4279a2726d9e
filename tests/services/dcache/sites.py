"""Made-up dCache sites, built from the texts of their files."""

from pathlib import PurePosixPath

from tokenlint.services.acceptance import Assembled, Service
from tokenlint.services.dcache.reader import assemble
from tokenlint.services.dcache.recognise import kind_of
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text

ISSUER = "https://vo.example/"
ETC = "etc/dcache"
GPLAZMA = f"{ETC}/gplazma.conf"
DCACHE = f"{ETC}/dcache.conf"
LAYOUT = f"{ETC}/layouts/site.conf"
MULTIMAP = f"{ETC}/multi-mapfile"
AUTHZDB = "etc/grid-security/storage-authzdb"

STACK = """\
auth     optional   oidc
map      optional   multimap
map      optional   authzdb
session  requisite  authzdb
"""
ACCOUNTS = """\
version 2.1
authorize vouser read-write 1000 2000 / /data /
authorize looker read-only 1001 2000 / /data /
authorize admin read-write 0 0 / / /
"""


def text(content: str, file: str = "some.conf", *, embedded: bool = False) -> Text:
    return Text(file, PurePosixPath(file).name, content, embedded=embedded)


def read(files: dict[str, str]) -> Assembled:
    pieces = []
    for file, content in files.items():
        one = text(content, file)
        kind = kind_of(one)
        assert kind is not None, file
        pieces.append(Piece(kind, one))
    return assemble(pieces)


def layout(gplazma: str, doors: str = "") -> str:
    return f"[main]\n[main/gplazma]\n{gplazma}\n{doors}\n"


def site(
    gplazma: str,
    doors: str = "",
    *,
    maps: str = "op:VO username:vouser\n",
    accounts: str = ACCOUNTS,
    stack: str = STACK,
    dcache: str = "dcache.layout = site\n",
) -> dict[str, str]:
    files = {GPLAZMA: stack, DCACHE: dcache, LAYOUT: layout(gplazma, doors)}
    files |= {MULTIMAP: maps} if maps else {}
    return files | ({AUTHZDB: accounts} if accounts else {})


def only(files: dict[str, str]) -> Service:
    (service,) = read(files).services
    return service


def provider(options: str = "", *, audiences: str = "https://door.example") -> str:
    return (
        f"gplazma.oidc.audience-targets = {audiences}\n"
        f"gplazma.oidc.provider!VO = {ISSUER} {options}\n"
    )
