"""Made-up files of INDIGO IAM, and short ways to read them."""

from tokenlint.services.acceptance import Acceptance, Assembled, Setting
from tokenlint.services.iam.reader import assemble
from tokenlint.services.iam.recognise import kind_of
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text

ENV = "IAM_ORGANISATION_NAME=vo\nIAM_ISSUER=https://iam.example/\nIAM_JAVA_OPTS=-Xmx1g\n"
YAML = (
    "iam:\n"
    "  issuer: https://iam.example/\n"
    "  jwt-profile:\n"
    "    default-profile: WLCG\n"
    "client-registration:\n"
    "  allow-for: REGISTERED_USERS\n"
    "  client-defaults:\n"
    "    default-access-token-validity-seconds: 7200\n"
)
PACKAGED = (
    "iam:\n  issuer: ${IAM_ISSUER:http://localhost:8080}\n  jwt-profile:\n"
    "    default-profile: ${IAM_JWT_DEFAULT_PROFILE:iam}\n"
    "client-registration:\n  allow-for: ${IAM_CLIENT_REGISTRATION_ALLOW_FOR:ANYONE}\n"
)


def matchers(*lines: str) -> str:
    """A list of scope matchers, each one in braces."""
    return "scope:\n  matchers:\n" + "".join(f"  - {{{line}}}\n" for line in lines)


def text(file: str, content: str, *, embedded: bool = False) -> Text:
    return Text(file, file.rpartition("/")[2], content, embedded=embedded)


def piece(file: str, content: str, *, embedded: bool = False) -> Piece:
    found = text(file, content, embedded=embedded)
    kind = kind_of(found)
    assert kind is not None, file
    return Piece(kind, found)


def made(*files: tuple[str, str]) -> Assembled:
    return assemble([piece(*each) for each in files])


def acceptance(*files: tuple[str, str]) -> Acceptance:
    (service,) = made(*files).services
    return service.acceptance


def settings(*files: tuple[str, str]) -> dict[str, Setting]:
    return {each.name: each for each in acceptance(*files).settings}
