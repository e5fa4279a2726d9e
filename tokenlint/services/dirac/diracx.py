"""DiracX as an issuer: its environment variables, and whose users it lets in.

Every user of a registered identity provider can log in and gets tokens with properties of DIRAC,
no scopes of a profile. Source: DIRACGrid/diracx @712f32e, diracx-core/src/diracx/core/settings.py
(AuthSettings), diracx-core/src/diracx/core/config (Registry), routers/auth/token.py (legacy key).
"""

from collections.abc import Iterator, Sequence

from tokenlint.services.acceptance import (
    Acceptance,
    Dead,
    Issuer,
    Service,
    Setting,
    UnknownKey,
)
from tokenlint.services.dirac.recognise import REGISTRY, VALUES
from tokenlint.services.dirac.variables import Variable, items, of_lines, of_yaml
from tokenlint.services.known_keys import unknown_key
from tokenlint.services.offer import Grant, Holder, Lifetime, Offer, Public
from tokenlint.services.pieces import Piece
from tokenlint.services.products import key_set
from tokenlint.services.structured.tree import Node, read_tree
from tokenlint.services.value import Value
from tokenlint.source import Problem, Source

# Sets stand as `!!set` in DiracX's configuration; a tag that other YAML has no use for.
_SET = "`!!set`"
_PREFIX = "DIRACX_SERVICE_AUTH_"
_LEGACY = "DIRACX_LEGACY_EXCHANGE_HASHED_API_KEY"
# SHA-256 of the key that DiracX's documentation and demonstration use (`InsecureChangeMe`).
_WELL_KNOWN = "07cddf6948d316ac9d186544dc3120c4c6697d8f994619665985c0a5bf76265a"
_LIFETIMES = {"access": "ACCESS_TOKEN_EXPIRE_MINUTES", "refresh": "REFRESH_TOKEN_EXPIRE_MINUTES"}
_FLOWS = {
    "DEVICE_FLOW_EXPIRATION_SECONDS": 1,
    "AUTHORIZATION_FLOW_EXPIRATION_SECONDS": 1,
    "ACCESS_TOKEN_EXPIRE_MINUTES": 60,
    "REFRESH_TOKEN_EXPIRE_MINUTES": 60,
}
_GRANTS = frozenset({Grant.AUTHORIZATION_CODE, Grant.DEVICE_CODE, Grant.REFRESH_TOKEN, Grant.OTHER})


def service_of(pieces: Sequence[Piece]) -> tuple[Service, tuple[Problem, ...]]:
    """The service whose files lie in one folder."""
    variables: list[Variable] = []
    issuers: list[Issuer] = []
    problems: list[Problem] = []
    for piece in pieces:
        if piece.kind == REGISTRY:
            tree = read_tree(piece.text)
            issuers += [each for root in tree.documents for each in _issuers(root)]
            problems += [each for each in tree.problems if _SET not in each.reason]
        elif piece.kind == VALUES:
            found, wrong = of_yaml(piece.text)
            variables += found
            problems += wrong
        else:
            variables += of_lines(piece.text)
    return Service(_acceptance(pieces, _Auth(variables), issuers)), tuple(problems)


class _Auth:
    """The variables of the auth service; of one that is set twice, the last counts."""

    def __init__(self, variables: Sequence[Variable]) -> None:
        self.all = variables
        self._last = {each.key: each for each in variables}
        self.known = key_set("dirac", "diracx-auth")

    def get(self, name: str) -> Variable | None:
        return self._last.get(name if name == _LEGACY else f"{_PREFIX}{name}")

    @property
    def written(self) -> bool:
        return any(each.key.startswith(_PREFIX) for each in self.all)

    def default(self, name: str) -> str:
        return self.known.keys[f"{_PREFIX}{name}"]


def _acceptance(pieces: Sequence[Piece], auth: _Auth, issuers: Sequence[Issuer]) -> Acceptance:
    first = pieces[0].text
    issuer = auth.get("TOKEN_ISSUER")
    address = issuer.value if issuer else None
    return Acceptance(
        product="diracx",
        title="DiracX",
        name=first.file,
        source=first.whole,
        files=tuple(dict.fromkeys(piece.text.file for piece in pieces)),
        service="issuer",
        issuers=tuple(issuers),
        unknown_keys=tuple(_unknown(auth)),
        dead=tuple(_dead(auth)),
        settings=tuple(_settings(auth, first.whole)) if auth.written else (),
        offers=(_offer(auth, first.whole),) if auth.written else (),
        issues_for=(address,) if address and address.text else (),
    )


def _issuers(root: Node) -> Iterator[Issuer]:
    """The provider of each virtual organisation, whose users may log in."""
    for vo in root.each("Registry"):
        url = vo.text("IdP", "URL")
        if vo.key and url and url.text:
            yield Issuer(vo.key, url, url.source)


def _offer(auth: _Auth, whole: Source) -> Offer:
    """What a user obtains who logs in."""
    issuer, redirects = auth.get("TOKEN_ISSUER"), auth.get("ALLOWED_REDIRECTS")
    address = issuer.value if issuer else None
    return Offer(
        "service",
        address if address and address.known else Value("DiracX", whole),
        Holder.USER,
        issuer.name.source if issuer else whole,
        audiences=(),
        grants=_GRANTS,
        redirects=items(redirects.value) if redirects else (),
        public=Public.YES,
        lifetimes=tuple(_lifetimes(auth, whole)),
    )


def _lifetimes(auth: _Auth, whole: Source) -> Iterator[Lifetime]:
    for what, name in _LIFETIMES.items():
        variable = auth.get(name)
        if variable is None:
            yield Lifetime(what, int(auth.default(name)) * 60, whole, written=False)
        elif variable.value is not None:
            minutes = variable.number
            seconds = None if minutes is None else minutes * 60
            yield Lifetime(what, seconds, variable.value.source)


def _settings(auth: _Auth, whole: Source) -> Iterator[Setting]:
    for name, unit in _FLOWS.items():
        variable = auth.get(name)
        if variable is None:
            default = auth.default(name)
            yield Setting(_name(name), default, whole, written=False, seconds=int(default) * unit)
        elif variable.value is not None:
            number = variable.number
            seconds = None if number is None else number * unit
            value = variable.value
            yield Setting(
                _name(name), value.text, value.source, known=seconds is not None, seconds=seconds
            )
    yield from _algorithms(auth, whole)
    yield from _legacy(auth)


def _name(name: str) -> str:
    return f"{_PREFIX}{name}".lower()


def _algorithms(auth: _Auth, whole: Source) -> Iterator[Setting]:
    """One setting for each algorithm that may sign a token."""
    name = "TOKEN_ALLOWED_ALGORITHMS"
    variable = auth.get(name)
    if variable is None:
        yield Setting(_name(name), auth.default(name), whole, written=False)
        return
    for each in items(variable.value):
        yield Setting(_name(name), each.text, each.source, known=each.known)


def _legacy(auth: _Auth) -> Iterator[Setting]:
    """Whether the key with which DIRAC obtains tokens for anybody is the published one."""
    variable = auth.get(_LEGACY)
    if variable is None or variable.value is None or not variable.value.known:
        return
    published = variable.value.text.strip().lower() == _WELL_KNOWN
    says = "published" if published else "set"
    yield Setting("legacy exchange key", says, variable.name.source)


def _unknown(auth: _Auth) -> Iterator[UnknownKey]:
    """Names that it passes over; the prefix that all share tells nothing of what was meant."""
    named = {*auth.known.keys, *auth.known.renamed, *auth.known.dead}
    bare = {name.removeprefix(_PREFIX): value for name, value in auth.known.keys.items()}
    for each in auth.all:
        if not each.key.startswith(_PREFIX) or not each.name.known or each.key in named:
            continue
        short = Value(each.key.removeprefix(_PREFIX), each.name.source)
        found = unknown_key(short, "environment", bare)
        suggestion = f"{_PREFIX}{found.suggestion}" if found.suggestion else ""
        yield UnknownKey(each.name, found.section, suggestion, found.default)


def _dead(auth: _Auth) -> Iterator[Dead]:
    for each in auth.all:
        if each.key in auth.known.renamed:
            new = auth.known.renamed[each.key]
            yield Dead("ignored-value", each.name, f"it is called {new} now")
        elif each.key in auth.known.dead:
            yield Dead("ignored-value", each.name, auth.known.dead[each.key])
