"""Made-up files of a mytoken server, and short ways to read them."""

from tokenlint.services.acceptance import Acceptance, Assembled
from tokenlint.services.mytoken.reader import assemble
from tokenlint.services.mytoken.recognise import kind_of
from tokenlint.services.offer import Offer
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text

CONFIG = """\
issuer: https://mytoken.example
service_operator:
  name: alpha
server:
  request_limits:
    enabled: false
features:
  token_revocation:
    enabled: true
providers:
  - issuer: https://issuer.example/
    client_id: mytoken
    client_secret: sesame
    scopes:
      - openid
      - storage.read:/
    mytokens_max_lifetime: 86400
"""


def text(file: str, content: str) -> Text:
    return Text(file, file.rpartition("/")[2], content)


def read(files: dict[str, str]) -> Assembled:
    """The services of files by name; profiles and templates stand below `server-profiles`."""
    pieces = []
    for name, content in files.items():
        file = name if name.endswith(".yaml") else f"etc/server-profiles/{name}"
        made = text(file, content)
        pieces.append(Piece(kind_of(made) or "config.yaml", made))
    return assemble(pieces)


def held(files: dict[str, str]) -> Acceptance:
    (service,) = read(files).services
    return service.acceptance


def profile(restrictions: str = "", **files: str) -> Offer:
    """The offer of one profile with AT and these restrictions; more files by kind and name."""
    written = f', "restrictions": {restrictions}' if restrictions else ""
    content = f'{{"capabilities": ["AT"]{written}}}'
    more = {name.replace("__", "/"): text for name, text in files.items()}
    found = held({"profiles/one": content} | more)
    (offer,) = [each for each in found.offers if each.kind == "profile"]
    return offer
