"""Generated policy sets, askers and scopes, dense enough that policies meet."""

import json
from typing import Any

from hypothesis import strategies as st

from tokenlint.services.iam.policies.model import Engine, PolicySet
from tokenlint.services.iam.policies.reading import read_policies
from tokenlint.services.text import Text

ACCOUNTS = ("ada", "bob")
GROUPS = ("prod", "ops", "dev")
CLIENTS = ("portal", "robot")

PARTS = ("/", "/a", "/a/", "/ab", "/a/b", "/b", "/a.b", "/a+", "/x..y")
WORDS = ("storage.read", "storage.modify", "storage.create")
PLAIN = ("openid", "profile", "iam:admin.read", "scim:write", "compute.create", "storageXread:/a")
EXPRESSIONS = (
    r"storage\.read:/a(/.*)?",
    r"storage\.(read|modify):/.*",
    r"storage.*",
    r"^openid$",
    r"[a-z]+\.modify:/[ab]+",
    r".*",
    r"compute\.(create|read)?",
)

paths = st.builds("{}:{}".format, st.sampled_from(WORDS), st.sampled_from(PARTS))
odd_paths = st.sampled_from(("storage.*:/a", "stor|open:/a", "s+:/", "nocolon", "scim:"))
exact = st.sampled_from(PLAIN) | paths


@st.composite
def scopes(draw: st.DrawFn) -> str:
    """A scope that is asked for."""
    text = draw(exact | st.sampled_from(("storage.*:/ab", "storage.re:/a", "sss:/b", "s:/")))
    return text + draw(st.sampled_from(("", "", "/", "x", "/b", "b", "-other", "/../b", "..")))


@st.composite
def policy(draw: st.DrawFn, engine: Engine) -> dict[str, Any]:
    """One policy as IAM exports it, or with an actor as OPA takes it."""
    matching = draw(st.sampled_from(("EQ", "EQ", "PATH", "PATH", "PATH", "REGEXP")))
    one = {"EQ": exact, "PATH": paths | paths | odd_paths, "REGEXP": st.sampled_from(EXPRESSIONS)}
    found: dict[str, Any] = {
        "rule": draw(st.sampled_from(("PERMIT", "DENY"))),
        "matchingPolicy": matching,
        "scopes": draw(st.none() | st.just([]) | st.lists(one[matching], min_size=1, max_size=3)),
    }
    return found | draw(actors() if engine is Engine.OPA and draw(st.booleans()) else subjects())


def subjects() -> st.SearchStrategy[dict[str, Any]]:
    """The selectors of IAM."""
    return st.sampled_from(
        [{"account": None, "group": None}]
        + [{"account": {"uuid": each}, "group": None} for each in ACCOUNTS]
        + [{"account": None, "group": {"uuid": each, "name": each}} for each in GROUPS]
    )


def actors() -> st.SearchStrategy[dict[str, Any]]:
    """The selectors that only OPA knows."""
    return st.sampled_from(
        [{"actor": {"name": "all"}}, {}]
        + [{"actor": {"id": each, "type": "account"}} for each in ACCOUNTS]
        + [{"actor": {"id": each, "type": "group", "name": each}} for each in GROUPS]
        + [{"actor": {"id": each, "type": "client"}} for each in CLIENTS]
    )


def policies(engine: Engine) -> st.SearchStrategy[list[dict[str, Any]]]:
    """A set of them."""
    return st.lists(policy(engine), min_size=1, max_size=6)


askers = st.tuples(
    st.sampled_from((None, "zoe", *ACCOUNTS)),
    st.lists(st.sampled_from((*GROUPS, "other")), unique=True, max_size=3),
    st.sampled_from((None, "another", *CLIENTS)),
)


def read(found: list[dict[str, Any]], engine: Engine) -> PolicySet:
    """The set as the reader gives it; nothing in it is broken."""
    text = Text("policies.json", "policies.json", json.dumps(found, indent=1))
    made, problems = read_policies(text, engine)
    assert not problems
    return made
