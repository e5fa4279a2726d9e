"""Least tokens for tests of recipes, and what tokenlint's own readers make of a recipe."""

from collections.abc import Iterable, Mapping

from hypothesis import strategies as st

from tokenlint.credentials.scope import read_scope
from tokenlint.credentials.token import Dialect
from tokenlint.least.token import LeastToken
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.path import ScopePath
from tokenlint.recipes.catalogue import recipe
from tokenlint.recipes.recipe import Recipe
from tokenlint.services.acceptance import Service
from tokenlint.services.discover import assemble_all, claimed, texts_of
from tokenlint.services.pieces import Piece

ISSUER = "https://iam.example/"
STORAGE = frozenset({Action.POLL, Action.STAGE, Action.READ, Action.CREATE, Action.MODIFY})
COMPUTE = frozenset({Action.QUERY, Action.CANCEL, Action.MODIFY_JOB, Action.SUBMIT})


def capability(scope: str) -> Capability:
    (item,) = read_scope([scope], Dialect.WLCG)
    (found,) = item.capabilities
    return found


def token(
    *scopes: str, audience: tuple[str, ...] = ("https://se.example",), **more: object
) -> LeastToken:
    parts: dict[str, object] = {
        "label": "",
        "issuer": ISSUER,
        "audience": audience,
        "capabilities": CapabilitySet.of(map(capability, scopes)),
        "lifetime": 3600,
        **more,
    }
    return LeastToken(**parts)  # type: ignore[arg-type]


def text(name: str, asked: LeastToken, client: str = "alpha") -> str:
    """The text of a recipe that is there."""
    made = recipe(name, asked, client=client)
    assert isinstance(made, Recipe), made
    return made.text


def services(files: Mapping[str, str]) -> tuple[Service, ...]:
    """What tokenlint reads in files by name."""
    pieces: dict[str, list[Piece]] = {}
    for name, content in files.items():
        texts, problems = texts_of(name, content.encode())
        assert not problems
        for each, product, kind in claimed(texts):
            pieces.setdefault(product, []).append(Piece(kind, each))
    assembled = assemble_all(pieces)
    assert not assembled.problems
    return assembled.services


def granted(scopes: Iterable[str]) -> CapabilitySet:
    """The capabilities that scopes ask for."""
    items = read_scope(list(scopes), Dialect.WLCG)
    return CapabilitySet.of(each for item in items for each in item.capabilities)


_SEGMENTS = st.text(st.sampled_from("abz09-._~!$&'()*+,;=:@"), min_size=1, max_size=6).filter(
    lambda segment: set(segment) != {"."}
)
_PATHS = st.lists(_SEGMENTS, max_size=4).map(lambda parts: "/" + "/".join(parts))
_HOSTS = st.from_regex(r"[a-z][a-z0-9]{0,5}(\.[a-z]{2,5})?\.example", fullmatch=True)
_AUDIENCES = _HOSTS.map(lambda host: f"https://{host}")
_ISSUERS: st.SearchStrategy[str | None] = st.sampled_from((ISSUER, None))
_HOSTILE = st.text(
    st.characters(codec="utf-8") | st.sampled_from("'\"\\$`();|&<>\n\r\t\0 {}[]*?~#!%")
)


def _capabilities(paths: st.SearchStrategy[str]) -> st.SearchStrategy[CapabilitySet]:
    storage = st.builds(Capability, st.sampled_from(sorted(STORAGE)), paths.map(ScopePath.parse))
    compute = st.sampled_from(sorted(COMPUTE)).map(lambda a: Capability(a, ScopePath.parse("/")))
    return st.lists(storage | compute, min_size=1, max_size=5).map(CapabilitySet.of)


def tokens(
    paths: st.SearchStrategy[str] = _PATHS,
    audiences: st.SearchStrategy[str] = _AUDIENCES,
    issuers: st.SearchStrategy[str | None] = _ISSUERS,
) -> st.SearchStrategy[LeastToken]:
    """Least tokens as a declaration can lead to; all characters of a path that need no escape."""
    return st.builds(
        LeastToken,
        label=st.just(""),
        issuer=issuers,
        audience=st.lists(audiences, min_size=1, max_size=3, unique=True).map(tuple),
        capabilities=_capabilities(paths),
        lifetime=st.integers(1, 700_000),
        grant=st.sampled_from(
            (None, "client-credentials", "device-code", "token-exchange", "refresh-token")
        ),
    )


def for_a_shell() -> st.SearchStrategy[LeastToken]:
    """Tokens whose paths may stand in a scope, and mean something to a shell."""
    return tokens(st.text(st.sampled_from("a$`(){}';&|*~!-"), max_size=6).map(lambda p: f"/{p}"))


def hostile() -> st.SearchStrategy[LeastToken]:
    """Tokens whose paths, audiences and issuers are made to break out of a text."""
    return tokens(
        (_HOSTILE | _PATHS).map(lambda path: f"/{path}"),
        _HOSTILE | _HOSTS,
        _HOSTILE | st.sampled_from((ISSUER, None, "https://iam.example/$(id)")),
    )
