import pytest

from tests.recipes.making import ISSUER, token
from tokenlint.errors import UsageError
from tokenlint.least.token import Extra, LeastToken
from tokenlint.policy.finding import Reference
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.path import ROOT, ScopePath
from tokenlint.recipes.catalogue import names, product, recipe
from tokenlint.recipes.recipe import Recipe, Unavailable

ASKED = token("storage.read:/data/a")


@pytest.mark.parametrize("name", names())
def test_every_recipe_names_itself_and_its_source(name: str) -> None:
    module = product(name)
    assert name == module.NAME
    assert module.LANGUAGE in {"sh", "json", "yaml", "dirac"}
    assert module.REFERENCE.url.startswith("https://")
    assert module.REFERENCE.title
    assert module.TITLE


_FOR_OTHERS = {
    "rucio": ("storage.read:/data/a", "host.example"),
    "dirac": ("compute.read compute.cancel compute.modify compute.create", "host.example:9619"),
}


@pytest.mark.parametrize("name", names())
def test_what_a_recipe_carries_stands_in_its_text(name: str) -> None:
    """And what it does not carry has a note."""
    scopes, audience = _FOR_OTHERS.get(name, ("storage.read:/data/a", "https://host.example:77"))
    made = recipe(name, token(*scopes.split(), audience=(audience,), lifetime=4321), client="alpha")
    assert isinstance(made, Recipe)
    carries = product(name).CARRIES
    assert set(carries) <= {"audience", "scope", "lifetime"}
    assert ("host.example" in made.text) is ("audience" in carries)
    noted = " ".join(made.notes).casefold()
    for part in {"audience", "lifetime"} - set(carries):
        assert part in noted
    if "lifetime" in carries:
        assert "4321" in made.text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("oidc-tokn", "oidc-token"),
        ("htgetoken", "htgettoken"),
        ("iam", "iam-client-credentials"),
        ("htvault", "htvault-role"),
    ],
)
def test_an_unknown_name_has_the_nearest_one(written: str, meant: str) -> None:
    with pytest.raises(UsageError) as caught:
        recipe(written, ASKED)
    assert caught.value.advice == f"did you mean {meant}?"
    assert caught.value.exit_code == 2


def test_a_name_like_none_lists_all() -> None:
    with pytest.raises(UsageError) as caught:
        recipe("xyzzy\x1b[2J", ASKED)
    assert all(name in caught.value.advice for name in names())
    assert "\x1b" not in caught.value.reason


@pytest.mark.parametrize("client", ["", "-rf", "a b", "a\nb", "$(id)", "x" * 201, "ä"])
def test_a_client_is_a_plain_name(client: str) -> None:
    with pytest.raises(UsageError):
        recipe("oidc-token", ASKED, client=client)


def _unavailable(name: str, asked: LeastToken) -> str:
    made = recipe(name, asked, client="alpha")
    assert isinstance(made, Unavailable), made
    return made.reason


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (token(), "no capability"),
        (token("storage.read:/a", audience=()), "no audience"),
        (token("storage.read:/a", audience=("a b",)), "audience 'a b' holds a blank"),
        (token("storage.read:/a", lifetime=0), "lifetime of 0 s"),
        (
            token(capabilities=CapabilitySet.of([Capability(Action.ADMINISTER, ROOT)])),
            "administration",
        ),
        (
            token(
                capabilities=CapabilitySet.of(
                    [Capability(Action.READ, ScopePath.parse("/a storage.modify:/"))]
                )
            ),
            "RFC 6749 section 3.3",
        ),
    ],
)
def test_what_no_product_can_be_asked_for(name: str, asked: LeastToken, reason: str) -> None:
    assert reason in _unavailable(name, asked)


@pytest.mark.parametrize(
    ("name", "asked", "reason"),
    [
        ("htgettoken", token("storage.read:/a,storage.modify:/"), "commas between scopes"),
        ("htgettoken", token("storage.read:/a", audience=("a", "b")), "one audience"),
        ("htgettoken", token("storage.read:/a", audience=("a,b",)), "one audience"),
        ("htvault-role", token("storage.read:/a,storage.modify:/"), "commas between them"),
        ("htvault-role", token("storage.read:/$(id)"), "with a shell"),
        ("htvault-role", token("storage.read:/`id`"), "with a shell"),
        ("iam-client-credentials", token("storage.read:/a", issuer="http://i.example"), "issuer"),
        ("iam-client", token("storage.read:/a", grant="magic"), "no grant 'magic'"),
        ("iam-scope-policy", token("storage.read:/" + "a" * 255), "255 characters"),
        ("rucio", token("storage.read:/a", "storage.read:/b"), "one path for each RSE"),
        ("rucio", token("storage.read:/a"), "host name"),
        ("rucio", token("storage.create:/a", audience=("h.example",)), "storage.create alone"),
        ("rucio", token("storage.modify:/a", audience=("h.example",)), "storage.modify alone"),
        ("rucio", token("compute.create", audience=("h.example",)), "no compute scopes"),
        ("dirac", token("storage.read:/a"), "names no audience"),
        ("dirac", token("compute.create"), "all four compute scopes"),
    ],
)
def test_what_one_product_cannot_say(name: str, asked: LeastToken, reason: str) -> None:
    assert reason in _unavailable(name, asked)


def test_a_role_of_htvault_is_a_part_of_a_variable() -> None:
    made = recipe("htvault-role", ASKED, client="a.b")
    assert isinstance(made, Unavailable)
    assert "variables of a shell" in made.reason


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("oidc-token", "cannot ask for a lifetime"),
        ("htgettoken", "cannot ask for a lifetime"),
        ("htvault-role", "cannot name an audience"),
        ("iam-client", "cannot be held to an audience"),
        ("iam-client-credentials", "Scope policies of IAM do not hold"),
        ("iam-scope-policy", "string prefix"),
        ("mytoken", "cannot ask for a lifetime"),
    ],
)
def test_notes_say_what_a_product_cannot_express(name: str, words: str) -> None:
    made = recipe(name, ASKED, client="alpha")
    assert isinstance(made, Recipe)
    assert any(words in note for note in made.notes)


def test_a_capability_that_one_product_needs_is_explained() -> None:
    extra = Extra(
        next(iter(ASKED.capabilities)), "stat", "se", "it wants read to stat", Reference("made up")
    )
    made = recipe("oidc-token", token("storage.read:/data/a", extras=(extra,)))
    assert isinstance(made, Recipe)
    assert "storage.read:/data/a: it wants read to stat" in made.notes


def test_the_endpoint_is_below_the_issuer() -> None:
    made = recipe("iam-client-credentials", ASKED)
    assert isinstance(made, Recipe)
    assert f"--url {ISSUER}token" in made.text
