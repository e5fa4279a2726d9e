"""One authorization file, for the tests of this package."""

from tokenlint.services.acceptance import Acceptance, Service
from tokenlint.services.alice.lines import File, read_file
from tokenlint.services.alice.reader import assemble
from tokenlint.services.alice.recognise import FILE as KIND
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text

FILE = "etc/grid-security/xrootd/TkAuthz.Authorization"
KEY = "KEY VO:* PRIVKEY:/etc/a.pem PUBKEY:/etc/b.pem\n"
EXPORT = "EXPORT PATH:/ VO:* ACCESS:ALLOW CERT:*\n"
RULE = "RULE PATH:/ AUTHZ:delete|read|write|write-once| NOAUTHZ:| VO:*| CERT:IGNORE\n"


def text(content: str, file: str = FILE, *, embedded: bool = False) -> Text:
    return Text(file, file.rpartition("/")[2], content, embedded=embedded)


def read(content: str) -> File:
    return read_file(text(content))


def service(content: str) -> Service:
    (made,) = assemble([Piece(KIND, text(content))]).services
    return made


def acceptance(content: str) -> Acceptance:
    return service(content).acceptance
