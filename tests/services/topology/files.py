"""One virtual organisation, for the tests of this package."""

from tokenlint.services.acceptance import Assembled
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text
from tokenlint.services.topology.reader import assemble
from tokenlint.services.topology.recognise import VO

FILE = "virtual-organizations/ALPHA.yaml"
ISSUER = "https://issuer.example/alpha"
NAMESPACES = "DataFederations:\n  StashCache:\n    Namespaces:\n"


def text(content: str, file: str = FILE, *, embedded: bool = False) -> Text:
    return Text(file, file.rpartition("/")[2], content, embedded=embedded)


def made(content: str) -> Assembled:
    return assemble([Piece(VO, text(content))])


def credentials(*entries: str) -> str:
    return "ID: 1\nCredentials:\n  TokenIssuers:\n" + "".join(f"    - {each}\n" for each in entries)


def namespace(path: str, *authorizations: str, more: str = "") -> str:
    lines = "".join(f"          - {each}\n" for each in authorizations)
    return f"      - Path: {path}\n        Authorizations:\n{lines}{more}"


def scitokens(issuer: str = ISSUER, base: str = "/alpha", more: str = "") -> str:
    return f"SciTokens: {{Issuer: {issuer}, Base Path: '{base}'{more}}}"
