"""Made-up configurations of StoRM WebDAV, and short ways to read them."""

from tokenlint.privilege.operation import Operation
from tokenlint.services.acceptance import Assembled, Service
from tokenlint.services.decision import Ask, Decision, Presented
from tokenlint.services.pieces import Piece
from tokenlint.services.storm.reader import assemble
from tokenlint.services.storm.recognise import APPLICATION, STORAGE_AREA, kind_of
from tokenlint.services.text import Text

ISSUER = "https://iam.example/"
OTHER = "https://other.example/"
AUDIENCE = ("https://se.example",)


def area(lines: str = "", name: str = "data", orgs: str = ISSUER) -> str:
    """A storage area `name` at `/name`."""
    head = f"name={name}\nrootPath=/storage/{name}\naccessPoints=/{name}\norgs={orgs}\n"
    return head + lines


def application(policies: str = "", issuer_lines: str = "", url: str = ISSUER) -> str:
    """Settings with one issuer and some policies (their lines indented by four)."""
    text = f"oauth:\n  issuers:\n    - name: iam\n      issuer: {url}\n{issuer_lines}"
    return f"{text}storm:\n  authz:\n    policies:\n{policies}" if policies else text


def policy(
    principal: str = "type: anyone",
    actions: str = "[all]",
    effect: str = "permit",
    paths: str = "",
    sa: str = "data",
) -> str:
    """One policy for the storage area `data`."""
    written = f"      paths: [{paths}]\n" if paths else ""
    return (
        f"    - sa: {sa}\n      description: made up\n      actions: {actions}\n"
        f"      effect: {effect}\n{written}      principals:\n        - {{{principal}}}\n"
    )


def piece(name: str, content: str, kind: str = "") -> Piece:
    """A file of the service, recognised unless told what it is."""
    text = Text(name, name.rpartition("/")[2], content)
    found = kind or kind_of(text)
    assert found is not None, name
    return Piece(found, text)


def assembled(area_text: str, application_text: str | None = None) -> Assembled:
    """What the reader makes of one area and, perhaps, settings beside it."""
    pieces = [piece("etc/sa.d/data.properties", area_text, STORAGE_AREA)]
    if application_text is not None:
        pieces.append(piece("etc/config/application.yml", application_text, APPLICATION))
    return assemble(pieces)


def service(area_text: str, application_text: str | None = None) -> Service:
    """The one service of an area and, perhaps, settings beside it."""
    (found,) = assembled(area_text, application_text).services
    return found


def token(*scopes: str, issuer: str = ISSUER, groups: tuple[str, ...] = ()) -> Presented:
    """A token of the issuer with scopes and groups."""
    return Presented(issuer, AUDIENCE, scopes, groups=groups)


def asked(
    found: Service, presented: Presented, operation: str, path: str = "/data/file"
) -> Decision:
    """What the service decides."""
    return found.decide(presented, Ask(Operation(operation), path))


def verdicts(found: Service, presented: Presented, path: str = "/data/file") -> set[str]:
    """The operations that surely pass."""
    return {each.value for each in Operation if asked(found, presented, each.value, path).allowed}
