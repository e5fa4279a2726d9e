import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.xrootd.model.servers import ISSUER
from tokenlint.services.decision import Verdict
from tokenlint.services.text import Text
from tokenlint.services.xrootd.authdb import read_authdb
from tokenlint.services.xrootd.model.database import decide
from tokenlint.services.xrootd.model.entity import ANONYMOUS, Entity
from tokenlint.services.xrootd.model.entries import Entries
from tokenlint.services.xrootd.model.rights import Right

PATH = "/data/foo/f"
MEMBER = Entity("alice", ISSUER, ("/lab", "/lab/prod"))


def verdict(
    content: str, who: Entity = MEMBER, right: Right = Right.DELETE, path: str = PATH
) -> Verdict:
    return decide(entries(content), who, right, path).verdict


def entries(content: str) -> Entries:
    return Entries(read_authdb(Text("authdb", "authdb", content)).value)


@pytest.mark.parametrize(
    ("content", "who", "right", "allowed"),
    [
        ("u * / a", ANONYMOUS, Right.DELETE, True),
        ("u * /data a", ANONYMOUS, Right.DELETE, True),
        ("u * /dat a", ANONYMOUS, Right.DELETE, True),  # letters, not parts of a path
        ("u * /other a", ANONYMOUS, Right.DELETE, False),
        ("u * / rl", ANONYMOUS, Right.READ, True),
        ("u * / rl", ANONYMOUS, Right.DELETE, False),
        ("u * / a-d", ANONYMOUS, Right.DELETE, False),
        ("u * / a-d", ANONYMOUS, Right.READ, True),
        ("u alice /data a", MEMBER, Right.DELETE, True),
        ("u bob /data a", MEMBER, Right.DELETE, False),
        ("u alice /data a", ANONYMOUS, Right.DELETE, False),
        ("u = /data/@=/ a", MEMBER, Right.DELETE, False),
        ("u = /data/foo/ a", MEMBER, Right.DELETE, False),
        ("g /lab /data a", MEMBER, Right.DELETE, True),
        ("g /lab/prod /data a", MEMBER, Right.DELETE, True),
        ("g /lab/production /data a", MEMBER, Right.DELETE, False),
        (f"o {ISSUER} /data a", MEMBER, Right.DELETE, True),
        (f"o {ISSUER}/ /data a", MEMBER, Right.DELETE, False),
        ("r admin /data a", MEMBER, Right.DELETE, False),
        ("u * /data/foo rl /data a", ANONYMOUS, Right.DELETE, False),  # the first path counts
        ("u * / rl\ng /lab /data d", MEMBER, Right.DELETE, True),
        ("u * / a\ng /lab /data r-d", MEMBER, Right.DELETE, False),  # taken from all of them
        ("t all /data a\nu * all", ANONYMOUS, Right.DELETE, True),
        (f"= x o: {ISSUER} g: /lab\ns x /data a", MEMBER, Right.DELETE, True),
        (f"= x o: {ISSUER} g: /else\ns x /data a", MEMBER, Right.DELETE, False),
        ("= x u: alice\ns x /data a", MEMBER, Right.DELETE, True),
        ("= x u: alice\ns x /data a", Entity("alice"), Right.DELETE, False),  # no token, no rows
        ("= x g: /lab\nx x /data rl\nu * / a", MEMBER, Right.DELETE, False),  # nothing after it
        ("= x g: /else\nx x /data rl\nu * / a", MEMBER, Right.DELETE, True),
        ("", MEMBER, Right.STAT, False),
    ],
)
def test_who_has_which_right(content: str, who: Entity, right: Right, *, allowed: bool) -> None:
    expected = Verdict.ALLOWED if allowed else Verdict.DENIED
    assert verdict(content, who, right) is expected


def test_a_path_with_the_account_in_it() -> None:
    assert verdict("u = /home/@=/ a", path="/home/alice/f") is Verdict.ALLOWED
    assert verdict("u = /home/@=/ a", path="/home/alicia/f") is Verdict.DENIED


def test_several_entries_make_a_right_together() -> None:
    content = "u * / ir\ng /lab / w"
    assert verdict(content, right=Right.CREATE) is Verdict.ALLOWED
    assert verdict(content, ANONYMOUS, Right.CREATE) is Verdict.DENIED


@pytest.mark.parametrize(
    "content",
    [
        "h host.example / a",
        "n hosts / a",
        "u * / a\nh .example / r-d",
        "u * {{ .path }} a",
        "g {{ .group }} /data a",
        "u ${USER} /data a",
        "= x h: host.example\ns x /data a",
    ],
)
def test_what_the_files_do_not_tell_is_left_open(content: str) -> None:
    assert verdict(content) is Verdict.DEPENDS


def test_an_account_that_nobody_knows_may_be_any() -> None:
    somebody = Entity("", ISSUER, open_name=True)
    assert verdict("u bob /data a", somebody) is Verdict.DEPENDS
    assert verdict("g /lab /data a", somebody) is Verdict.DENIED


def test_the_entry_that_gives_the_right_is_shown() -> None:
    content = "u * / rl\ng /lab /data a\n"
    decision = decide(entries(content), MEMBER, Right.DELETE, PATH)
    assert decision.by is not None
    assert decision.by.line == 2
    assert decision.steps[-1].says == "gives `a` below /data to the group /lab"


ENTRIES = st.lists(
    st.sampled_from(
        ["u * / rl", "u alice / a", "g /lab /data a-d", f"o {ISSUER} / d", "h x / a", "u * {{ x }}"]
    ),
    max_size=4,
    unique=True,
)


def test_the_entries_for_a_client_keep_their_order() -> None:
    found = entries("g /lab / r\nu bob / r\nu * / r\ng /else / r\nu alice / r\nh x / r\n")
    assert [(each.kind, each.id) for each in found.of(MEMBER)] == [
        ("g", "/lab"),
        ("u", "*"),
        ("u", "alice"),
        ("h", "x"),
    ]
    assert [each.id for each in found.of(ANONYMOUS)] == ["*", "x"]
    assert len(found.of(Entity(open_name=True))) == 6


def test_the_number_of_entries_does_not_matter_to_an_answer() -> None:
    many = entries("".join(f"u user{number} /data a\n" for number in range(20_000)))
    decide(many, MEMBER, Right.DELETE, PATH)
    begun = time.perf_counter()
    for _ in range(500):
        decide(many, MEMBER, Right.DELETE, PATH)
    assert time.perf_counter() - begun < 30  # a hang, not slowness


@given(ENTRIES, st.sampled_from(Right), st.text("/adtf", max_size=6))
def test_every_question_has_an_answer(entries: list[str], right: Right, path: str) -> None:
    assert verdict("\n".join(entries), MEMBER, right, "/" + path) in Verdict
