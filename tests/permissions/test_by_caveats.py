"""Macaroons: each product reads the caveats in its own language and has reasons for its answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.credentials.macaroon.minting import LOCATION
from tests.minting import NOW
from tests.permissions.asking import ask
from tests.permissions.holding import DCACHE, XROOTD, answered, macaroon_bearer, products
from tokenlint.errors import UsageError
from tokenlint.permissions.answer import Cause
from tokenlint.permissions.places import caveat_places
from tokenlint.permissions.rows import STORAGE
from tokenlint.permissions.table import table_at
from tokenlint.privilege.operation import Operation
from tokenlint.privilege.path import ScopePath
from tokenlint.privilege.request import Request, allows
from tokenlint.services.decision import Ask, Verdict

END = "before:2026-11-20T13:00:00Z"
READING = (*DCACHE, "path:/data", "activity:DOWNLOAD,LIST", END)


def only(request: str, *caveats: str, **more: object) -> tuple[str, Cause, str]:
    """Word, cause and words of an answer with one reason."""
    answer = answered(request, *caveats, **more)
    (reason,) = answer.reasons
    return answer.word, reason.cause, reason.says


def test_a_yes_names_the_activity() -> None:
    assert only("read /data/x", *READING) == (
        "yes", Cause.CAVEAT, "its caveat activity:DOWNLOAD,LIST allows it",
    )  # fmt: skip
    word, cause, says = only("read /data/x", *DCACHE, "path:/data")
    assert (word, cause) == ("yes", Cause.CAVEAT)
    assert says.startswith("no caveat bounds its activities")


def test_a_no_names_the_caveat_that_refuses() -> None:
    assert only("delete /data/x", *READING) == (
        "no", Cause.CAVEAT,
        "its caveat activity:DOWNLOAD,LIST does not allow it: dCache asks for DELETE",
    )  # fmt: skip
    assert only("read /other", *READING) == (
        "no", Cause.PATH, "its caveat path:/data does not reach there",
    )  # fmt: skip
    word, cause, says = only("read /data-other/x", *READING)
    assert (word, cause) == ("no", Cause.SIBLING)
    assert "only begins like it" in says
    (_, cause, _) = only("read /data", *READING, at=NOW + 7200)
    assert cause is Cause.EXPIRED


def test_caveats_that_refuse_only_together_are_all_named() -> None:
    caveats = (*XROOTD, "activity:DOWNLOAD,UPLOAD", "activity:UPLOAD,LIST")
    assert "activity:UPLOAD,LIST does not allow it" in only("read /x", *caveats)[2]
    paths = (*DCACHE, "path:/a", "path:/b")
    assert only("read /a/c", *paths)[2] == "its caveats path:/a and path:/b do not reach there"
    assert only("read /c", *paths)[2] == "its caveat path:/a does not reach there"
    jointly = (*XROOTD, "activity:DOWNLOAD,UPLOAD", "activity:UPLOAD,MANAGE", "activity:DELETE")
    assert "activity:DOWNLOAD,UPLOAD does not allow it" in only("delete /x", *jointly)[2]
    many = (*DCACHE, *(f"path:/{name}" for name in "abcdef"))
    assert only("read /a/b/c/d/e/x", *many)[2].startswith(
        "its caveats path:/a and path:/b and path:/c and 3 more do not reach"
    )
    (reason,) = answered("read /x", *XROOTD, "path:/a", "path:/b").reasons
    assert "exclude each other" in reason.says


def test_the_products_differ_and_both_are_asked() -> None:
    caveats = ("path:/data", "activity:MANAGE")
    words = {each.title: each.judge.answer(ask("overwrite /data/x")).word
             for each in products(*caveats)}  # fmt: skip
    assert words == {"dCache": "no", "XRootD": "yes"}
    (only_one,) = products(*caveats, release="dcache")
    assert only_one.name == "dCache"


def test_releases_before() -> None:
    caveats = (*XROOTD, "path:/data", "activity:UPLOAD")
    assert only("overwrite /data/x", *caveats)[0] == "no"
    assert only("overwrite /data/x", *caveats, release="xrootd@5.4.3")[0] == "yes"
    assert only("create /data-other/x", *caveats, release="xrootd@5.9.1")[0] == "no"
    answer = answered("create /data-other/x", *caveats, release="xrootd@5.5.3")
    assert answer.word == "yes"
    assert answer.reasons[0].cause is Cause.SIBLING
    assert answer.reasons[0].reference is not None


@pytest.mark.parametrize(
    ("caveat", "says"),
    [
        ("colour:blue", "whether its caveat colour:blue is known there"),
        ("before:soon", "how its caveat before:soon is taken"),
        ("ip:192.0.2.0/24", "where the client is: its caveat ip:192.0.2.0/24"),
    ],
)
def test_what_no_caveat_tells_is_no_yes(caveat: str, says: str) -> None:
    word, cause, said = only("read /data/x", *READING, caveat)
    assert (word, cause) == ("depends", Cause.CAVEAT)
    assert said.startswith(says)
    assert only("delete /data/x", *READING, caveat)[0] == "no"


def test_words_of_activities_that_nobody_knows_leave_it_open() -> None:
    word, _, says = only("delete /x", *DCACHE, "activity:DOWNLOAD,ERASE")
    assert word == "depends"
    assert says == "how its caveat activity:DOWNLOAD,ERASE is taken"
    bounded = (*DCACHE, "activity:DOWNLOAD,ERASE", "activity:DOWNLOAD")
    assert only("delete /x", *bounded)[0] == "no"


def test_an_endpoint_that_did_not_make_it() -> None:
    assert only("read /data/x", *READING, endpoint=LOCATION)[0] == "yes"
    word, cause, says = only("read /data/x", *READING, endpoint="https://other.example")
    assert (word, cause) == ("depends", Cause.AUDIENCE)
    assert LOCATION in says


def test_dots_in_a_path_are_not_guessed_at() -> None:
    assert only("read /data/../x", *READING)[:2] == ("depends", Cause.SPELLING)


def test_in_full_the_answer_has_its_source_and_every_reason() -> None:
    (place,) = products(*READING)
    answer = place.judge.explain(ask("read /data/x"))
    assert answer.reasons[0].says.endswith("DOWNLOAD reads files.")
    assert answer.reasons[0].reference is not None
    assert answer.remedies == ()
    causes = [each.cause for each in place.judge.explain(ask("delete /other")).reasons]
    assert causes == [Cause.PATH, Cause.CAVEAT]


def test_nobody_is_named_whatever_product_is_asked() -> None:
    for release in ("xrootd", "dcache"):
        held = macaroon_bearer(*READING, "name:somebody", release=release)
        for place in caveat_places(held, NOW):
            answer = place.judge.answer(ask("read /data/x"))
            assert "somebody" not in " ".join(each.says for each in answer.reasons)
        assert "somebody" not in " ".join(held.texts.values())


def test_a_product_without_macaroons_is_refused() -> None:
    with pytest.raises(UsageError, match="issues no macaroons"):
        macaroon_bearer(*READING, release="storm-webdav")


_CAVEATS = st.lists(
    st.sampled_from(
        (*DCACHE, *XROOTD, END, "before:1969-01-01T00:00:00Z", "before:x", "path:/data",
         "path:/foo", "root:/data", "ip:192.0.2.1", "odd", "activity:MANAGE",
         "activity:DOWNLOAD,DELETE", "activity:UPLOAD,DELETE,STAGE", "activity:ERASE")
    ),
    max_size=5,
)  # fmt: skip
_PATHS = st.sampled_from(("/", "/data", "/data/foo/x", "/foo", "/foobar", "/data/../foo"))
# For these alone no action stands.
_NEAREST = frozenset({Operation.STAT, Operation.LIST})


@given(_CAVEATS, st.sampled_from(STORAGE), _PATHS)
def test_a_yes_is_allowed_by_the_privilege_and_every_answer_has_a_reason(
    caveats: list[str], operation: Operation, path: str
) -> None:
    held = macaroon_bearer(*caveats)
    for place in caveat_places(held, NOW):
        answer = place.judge.answer(Ask(operation, path))
        assert answer.reasons
        assert all(each.says for each in answer.reasons)
        full = place.judge.explain(Ask(operation, path))
        assert full.verdict is answer.verdict
        if answer.verdict is Verdict.ALLOWED and operation not in _NEAREST:
            request = Request(operation, ScopePath.parse(path), LOCATION, NOW)
            assert allows(held.privilege, request)


def test_a_table_is_about_the_paths_that_are_left_there() -> None:
    held = macaroon_bearer(*READING)
    (place,) = caveat_places(held, NOW)
    rows = {row.path: row.about for row in table_at(place, held, (), ()).rows}
    assert rows["/data"] == "a path of its rights"
    assert "/data-other/some-file" in rows
