"""The rows of the storage matrix: the tokens, and what is unusual about each."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from tokenlint.probe.cell import Kind
from tokenlint.probe.flaws import FLAWS
from tokenlint.probe.layout import Layout
from tokenlint.probe.settings import Settings
from tokenlint.probe.token import Flaw, Wish

ANY_AUDIENCE = "https://wlcg.cern.ch/jwt/v1/any"
WRONG_AUDIENCE = "https://elsewhere.example"
SCOPES = "WLCG profile 1.3 section 2.2.1"
CLAIMS = "WLCG profile 1.3 section 2.1.1"
GROUPS = "WLCG profile 1.3 section 2.2.3"
_RIGHTS = (
    ("read", "read", "storage.read:{granted}"),
    ("create", "create", "storage.create:{granted}"),
    ("modify", "modify", "storage.modify:{granted}"),
    ("stage", "stage", "storage.stage:{granted}"),
    ("poll", "poll", "storage.poll:{granted}"),
    ("create-read", "create and read", "storage.create:{granted} storage.read:{granted}"),
    ("compute", "for jobs only", "compute.read compute.create compute.modify compute.cancel"),
    ("scitokens-words", "words of SciTokens", "read:{granted} write:{granted}"),
    ("unknown-words", "unknown words", "storage.delete:{granted} storage.write:{granted}"),
)
_PATHS = (
    ("pathless", "scopes without a path", "storage.read storage.create storage.modify"),
    ("empty-path", "scopes with an empty path", "storage.read: storage.modify:"),
    ("scope-traversal", "/../ in the scope", "storage.read:{up} storage.modify:{up}"),
    (
        "scope-encoded-traversal",
        "/%2e%2e/ in the scope",
        "storage.read:{encoded} storage.modify:{encoded}",
    ),
)


def storage_kinds(settings: Settings, layout: Layout) -> Iterator[Kind]:
    """All kinds, in the order of the table."""
    yield no_token(settings)
    yield _sound("scopeless", "no scope", "rights", settings, None)
    for group, rows in (("rights", _RIGHTS), ("paths", _PATHS)):
        for name, title, scope in rows:
            yield _sound(name, title, group, settings, _filled(scope, layout))
        if group == "rights":
            yield _groups_beside(settings, layout)
    full = full_scope(settings, layout)
    yield from audience_kinds(settings, full)
    yield from flawed_kinds(settings, full, f"storage.read:{layout.in_scope(layout.granted)}")


def full_scope(settings: Settings, layout: Layout) -> str:
    """All rights in the granted folder; where nothing is written, the right to read."""
    granted = layout.in_scope(layout.granted)
    reading = f"storage.read:{granted}"
    return f"{reading} storage.modify:{granted}" if settings.allow_write else reading


def no_token(settings: Settings) -> Kind:
    """The row without a token."""
    wish = Wish(None, None, settings.lifetime, Flaw.NO_TOKEN)
    return Kind("none", "no token", "rights", wish, SCOPES)


def _filled(scope: str, layout: Layout) -> str:
    granted, other = layout.in_scope(layout.granted), layout.other.rpartition("/")[2]
    return scope.format(
        granted=granted, up=f"{granted}/../{other}", encoded=f"{granted}/%2e%2e/{other}"
    )


def _sound(name: str, title: str, group: str, settings: Settings, scope: str | None) -> Kind:
    return Kind(name, title, group, Wish(scope, (settings.audience,), settings.lifetime), SCOPES)


def _groups_beside(settings: Settings, layout: Layout) -> Kind:
    elsewhere = f"{layout.other}-nothing"
    wish = Wish(
        f"storage.read:{layout.in_scope(elsewhere)}",
        (settings.audience,),
        settings.lifetime,
        groups=(settings.group,) if settings.group else (),
    )
    return Kind("groups-beside", "a group beside a capability elsewhere", "rights", wish, GROUPS)


def audience_kinds(settings: Settings, scope: str) -> Iterator[Kind]:
    """Tokens with all rights whose audience is unusual."""
    right = settings.audience
    rows: tuple[tuple[str, str, tuple[str, ...] | None], ...] = (
        ("wrong", "audience of another service", (WRONG_AUDIENCE,)),
        ("other-spelling", "audience in another spelling", (other_spelling(right),)),
        ("missing", "no audience", None),
        ("any", "audience for every service", (ANY_AUDIENCE,)),
        ("listed", "audience among others", (WRONG_AUDIENCE, right)),
    )
    for name, title, audience in rows:
        wish = Wish(scope, audience, settings.lifetime)
        yield Kind(f"audience-{name}", title, "audience", wish, CLAIMS, name)


def other_spelling(audience: str) -> str:
    """The same endpoint spelled otherwise: with its default port, else with or without a slash."""
    parts = urlsplit(audience)
    default = {"https": 443, "http": 80}.get(parts.scheme)
    if default and parts.netloc and ":" not in parts.netloc and parts.path in {"", "/"}:
        return f"{parts.scheme}://{parts.netloc}:{default}{parts.path}"
    return audience[:-1] if audience.endswith("/") else f"{audience}/"


def flawed_kinds(settings: Settings, scope: str, narrow: str) -> Iterator[Kind]:
    """Tokens with all rights and one flaw; `narrow` is what the second of two scopes grants."""
    for flaw, about in FLAWS.items():
        second = narrow if flaw is Flaw.DUPLICATE_MEMBERS else ""
        wish = Wish(scope, (settings.audience,), settings.lifetime, flaw, narrow=second)
        yield Kind(flaw.value, about.title, about.group, wish, about.section)
