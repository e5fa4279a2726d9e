"""Small configurations of ARC CEs, and credentials for them."""

from tokenlint.services.acceptance import Acceptance, Service
from tokenlint.services.arc.config import Config, config_of
from tokenlint.services.arc.reader import assemble
from tokenlint.services.arc.recognise import CONF
from tokenlint.services.decision import Presented
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text

ISSUER = "https://issuer.example/"
CE = "https://ce.example"

BASE = f"""\
[common]
[authtokens]
[authgroup: jobs]
authtokens = * {ISSUER} {CE} compute.create *
authtokens = * {ISSUER} {CE} compute.read *
[authgroup: pilots]
authtokens = * {ISSUER} * * /vo/pilots
[mapping]
map_to_user = jobs user:users
map_to_user = pilots pilot
[arex]
[arex/ws]
[arex/ws/jobs]
allowaccess = jobs
allowaccess = pilots
[queue: main]
"""


def text(content: str, *, embedded: bool = False) -> Text:
    return Text("etc/arc.conf", "arc.conf", content, embedded=embedded)


def config(content: str, *, embedded: bool = False) -> Config:
    return config_of([text(content, embedded=embedded)])[0]


def service(content: str, *, embedded: bool = False) -> Service:
    (made,) = assemble([Piece(CONF, text(content, embedded=embedded))]).services
    return made


def acceptance(content: str, *, embedded: bool = False) -> Acceptance:
    return service(content, embedded=embedded).acceptance


def token(
    *scopes: str,
    issuer: str | None = ISSUER,
    audiences: tuple[str, ...] | None = (CE,),
    subject: str = "somebody",
    groups: tuple[str, ...] = (),
) -> Presented:
    return Presented(issuer, audiences, scopes, subject, groups)


def rules(*lines: str) -> str:
    """A configuration with one group of these rules, which may do everything."""
    head = "[common]\n[authtokens]\n[authgroup: a]\n"
    return (
        head
        + "\n".join(lines)
        + "\n[mapping]\nmap_to_user = a x\n[arex]\n[arex/ws/jobs]\nallowaccess = a\n[queue: q]\n"
    )
