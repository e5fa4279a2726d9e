"""One server from texts, for the tests of this package."""

from tokenlint.services.acceptance import Acceptance, Service
from tokenlint.services.pelican.params import Params, read_params
from tokenlint.services.pelican.reader import assemble
from tokenlint.services.pelican.recognise import YAML
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text

FILE = "etc/pelican/pelican.yaml"
SERVER = "Server:\n  ExternalWebUrl: https://origin.example:8444\n"


def text(content: str, file: str = FILE, *, embedded: bool = False) -> Text:
    return Text(file, file.rpartition("/")[2], content, embedded=embedded)


def params(content: str, *, embedded: bool = False) -> Params:
    return read_params([text(content, embedded=embedded)])


def service(content: str) -> Service:
    (made,) = assemble([Piece(YAML, text(content))]).services
    return made


def acceptance(content: str) -> Acceptance:
    return service(content).acceptance


def export(
    capabilities: str, federation: str = "/alpha", storage: str = "/srv/alpha", more: str = ""
) -> str:
    """An entry of `Origin.Exports`."""
    return (
        f"    - StoragePrefix: {storage}\n      FederationPrefix: {federation}\n"
        f"      Capabilities: {capabilities}\n{more}"
    )


def origin(*entries: str, more: str = "") -> str:
    """An origin with these exports."""
    return f"{SERVER}Origin:\n{more}  Exports:\n{''.join(entries)}"
