"""Small configurations of Rucio, made up."""

from tokenlint.services.acceptance import Acceptance, Assembled, Service
from tokenlint.services.pieces import Piece
from tokenlint.services.rucio.reader import assemble
from tokenlint.services.rucio.recognise import kind_of
from tokenlint.services.text import Text

ISSUER = "https://issuer.example/"
CONF = """\
[common]
loglevel = INFO
[oidc]
idpsecrets = /opt/rucio/etc/idpsecrets.json
admin_issuer = alpha
[conveyor]
transfertool = fts3
"""
CLIENT = f"""\
{{"alpha": {{
  "issuer": "{ISSUER}",
  "client_id": "one",
  "client_secret": "hunter2",
  "redirect_uris": ["https://rucio.example/auth/oidc_code"],
  "SCIM": {{"client_id": "two", "client_secret": "hunter2"}}
}}}}
"""
DISK = """\
rucio-admin rse add-protocol --hostname dav.example --scheme davs --prefix /data/vo/rucio/ DISK
rucio-admin rse set-attribute --rse DISK --key oidc_support --value True
"""


def text(content: str, name: str = "setup.sh", *, embedded: bool = False) -> Text:
    return Text(f"etc/{name}", name, content, embedded=embedded)


def made(*files: tuple[str, str]) -> Assembled:
    """What the files make, each recognised by its name and content."""
    pieces = []
    for file, content in files:
        one = Text(file, file.rpartition("/")[2], content)
        kind = kind_of(one)
        assert kind is not None, file
        pieces.append(Piece(kind, one))
    return assemble(pieces)


def service(*files: tuple[str, str]) -> Service:
    (found,) = made(*files).services
    return found


def acceptance(*files: tuple[str, str]) -> Acceptance:
    return service(*files).acceptance
