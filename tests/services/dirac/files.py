"""Files of DIRAC and DiracX that the tests read."""

from pathlib import PurePosixPath

from tokenlint.services.acceptance import Acceptance, Assembled, Service
from tokenlint.services.dirac.reader import assemble
from tokenlint.services.dirac.recognise import kind_of
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text


def text(name: str, content: str, *, embedded: bool = False) -> Text:
    return Text(name, PurePosixPath(name).name, content, embedded=embedded)


def made(**files: str) -> Assembled:
    """The services of files; `__` in a name stands for a dot, `_in_` for a slash."""
    texts = [
        text(name.replace("_in_", "/").replace("__", "."), content)
        for name, content in files.items()
    ]
    return assemble([Piece(kind_of(each) or "", each) for each in texts])


def service(**files: str) -> Service:
    """The one service of files that have nothing wrong."""
    assembled = made(**files)
    assert assembled.problems == ()
    (only,) = assembled.services
    return only


def acceptance(**files: str) -> Acceptance:
    return service(**files).acceptance


def nested(path: str, inner: str) -> str:
    """Sections along a path, around some lines."""
    for name in reversed(path.split("/")):
        inner = f"{name}\n{{\n{inner}\n}}"
    return f"{inner}\n"


REGISTRY = nested("Registry/VO/alpha", "IdProvider = alpha-iam")
PROVIDERS = nested(
    "Resources/IdProviders/alpha-iam", "ProviderType = IAM\nissuer = https://issuer.example"
)


def element(lines: str, name: str = "ce.example") -> str:
    """The sections of one computing element."""
    return nested(f"Resources/Sites/LCG/LCG.One.org/CEs/{name}", lines)
