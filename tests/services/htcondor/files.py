"""Files of a made-up CE or pool."""

from tokenlint.services.acceptance import Acceptance, Service
from tokenlint.services.htcondor.pool import Pool, pools
from tokenlint.services.htcondor.reader import assemble
from tokenlint.services.htcondor.recognise import kind_of
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text

CE = "etc/condor-ce"
ISSUER = "https://issuer.example/vo"
LINE = r"SCITOKENS /^https:\/\/issuer\.example\/vo,pilot$/ vopilot"


def text(
    content: str, file: str = "etc/condor/config.d/10.conf", *, embedded: bool = False
) -> Text:
    return Text(file, file.rpartition("/")[2], content, embedded=embedded)


def pieces(files: dict[str, str], *, embedded: bool = False) -> list[Piece]:
    found = []
    for file, content in files.items():
        one = text(content, file, embedded=embedded)
        kind = kind_of(one)
        assert kind, file
        found.append(Piece(kind, one))
    return found


def pool(files: dict[str, str], *, embedded: bool = False) -> Pool:
    (only,) = pools(pieces(files, embedded=embedded))
    return only


def service(files: dict[str, str], *, embedded: bool = False) -> Service:
    (only,) = assemble(pieces(files, embedded=embedded)).services
    return only


def acceptance(files: dict[str, str], *, embedded: bool = False) -> Acceptance:
    return service(files, embedded=embedded).acceptance


def ce(
    mapfile: str = LINE, config: str = "SCITOKENS_SERVER_AUDIENCE = ce.example:9619"
) -> dict[str, str]:
    """A CE with one mapfile and one configuration of the site."""
    return {
        f"{CE}/config.d/99-local.conf": config + "\n",
        f"{CE}/mapfiles.d/10-scitokens.conf": mapfile + "\n",
    }
