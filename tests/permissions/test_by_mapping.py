"""Mappings: rows decide what names may do, as long and where the names count."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.credentials.proxy import made
from tests.credentials.proxy.made import attributes
from tests.minting import NOW
from tests.permissions.asking import ask, bearer
from tests.permissions.holding import PERSON, mapping, proxy_bearer
from tokenlint.credentials.mapping import Mapping
from tokenlint.credentials.proxy.privilege import privilege_of_proxy
from tokenlint.credentials.proxy.read import read_proxy
from tokenlint.errors import UsageError
from tokenlint.permissions.answer import Answer, Cause
from tokenlint.permissions.bearer import Bearer
from tokenlint.permissions.places import Place, mapping_places
from tokenlint.permissions.rows import COMPUTE, STORAGE
from tokenlint.permissions.table import table_at
from tokenlint.privilege.operation import Operation
from tokenlint.privilege.path import ROOT, ScopePath
from tokenlint.privilege.request import Request, allows
from tokenlint.services.decision import Ask, Verdict

ROLE = attributes("/made-up/Role=pilot", "/made-up", ends="now+1h")
RIGHTS = mapping(
    {
        "disk": {"/made-up": "storage.read:/data", "/made-up/Role=pilot": "storage.create:/out"},
        "ce": {"/made-up/Role=pilot": "compute.create compute.read"},
    }
)
GROUPS = {"scope": None, "wlcg.groups": ["/made-up"]}


def at(name: str, held: Bearer, rights: Mapping = RIGHTS, instant: int = NOW) -> Place:
    (found,) = [each for each in mapping_places(held, instant, rights) if each.title == name]
    return found


def answer(request: str, held: Bearer, service: str = "disk", **more: object) -> Answer:
    return at(service, held, **more).judge.answer(ask(request))  # type: ignore[arg-type]


def only(request: str, held: Bearer, **more: object) -> tuple[str, Cause, str]:
    found = answer(request, held, **more)  # type: ignore[arg-type]
    (reason,) = found.reasons
    return found.word, reason.cause, reason.says


def test_a_row_is_named_with_its_place() -> None:
    found = answer("read /data/x", proxy_bearer(ROLE))
    (reason,) = found.reasons
    assert (found.word, reason.cause) == ("yes", Cause.MAPPING)
    assert reason.says == "the row of disk about /made-up grants storage.read:/data"
    assert reason.source is not None
    assert (reason.source.file, reason.source.line) == ("m.yaml", 6)


def test_what_no_row_grants() -> None:
    held = proxy_bearer(ROLE)
    assert only("delete /data/x", held)[:2] == ("no", Cause.MAPPING)
    word, cause, says = only("read /other", held)
    assert (word, cause) == ("no", Cause.PATH)
    assert "on another path: storage.read:/data" in says
    assert only("read /x/../data/y", held)[:2] == ("depends", Cause.SPELLING)


def test_names_that_no_row_knows_leave_it_to_the_service() -> None:
    word, cause, says = only("read /data/x", proxy_bearer(attributes("/made-up/other")))
    assert (word, cause) == ("depends", Cause.IDENTITY)
    assert "no row of m.yaml is about one of them" in says


def test_attributes_count_as_long_as_they_last_and_where_they_are_for() -> None:
    held = proxy_bearer(ROLE)
    assert only("read /data/x", held, instant=NOW + 7200)[:2] == ("no", Cause.EXPIRED)
    assert only("read /data/x", held, instant=NOW - 60)[1] is Cause.NOT_YET_VALID
    here = proxy_bearer(attributes(targets=("disk.example",)))
    assert only("read /data/x", here)[0] == "yes"
    word, cause, says = only("read /data/x", proxy_bearer(attributes(targets=("b.example",))))
    assert (word, cause) == ("no", Cause.AUDIENCE)
    assert says.startswith("its attributes of made-up are for b.example, and not for")


def test_the_identity_outlives_its_attributes_and_is_not_named() -> None:
    rights = mapping({"disk": {"/made-up": "storage.read:/", PERSON: "storage.read:/data"}})
    held = proxy_bearer(ROLE)
    assert "about /made-up grants" in only("read /data/x", held, rights=rights)[2]
    word, _, says = only("read /data/x", held, rights=rights, instant=NOW + 7200)
    assert (word, says) == ("yes", "the row of disk about its person grants storage.read:/data")
    assert only("read /x", held, rights=rights, instant=NOW + 7200)[:2] == ("no", Cause.EXPIRED)
    assert only("read /data/x", held, rights=rights, instant=NOW + 99999)[1] is Cause.EXPIRED


def test_a_limited_proxy_starts_no_jobs() -> None:
    assert only("submit", proxy_bearer(ROLE), service="ce")[0] == "yes"
    limited = proxy_bearer(ROLE, policy="limited")
    assert only("submit", limited, service="ce")[:2] == ("no", Cause.LIMITED)
    assert only("query", limited, service="ce")[0] == "yes"


def test_groups_of_a_token() -> None:
    held = bearer(**GROUPS, aud="https://disk.example")
    assert only("read /data/x", held)[0] == "yes"
    word, cause, says = only("query", held, service="ce")
    assert (word, cause) == ("no", Cause.MAPPING)
    elsewhere = bearer(**GROUPS, aud="https://other.example")
    assert only("read /data/x", elsewhere)[:2] == ("no", Cause.AUDIENCE)
    spelled = bearer(**GROUPS, aud="https://disk.example:443")
    word, cause, says = only("read /data/x", spelled)
    assert (word, cause) == ("depends", Cause.AUDIENCE)
    assert "which spells it otherwise" in says


def test_a_signature_that_nobody_could_check_leaves_it_open() -> None:
    held = replace(bearer(**GROUPS, aud="https://disk.example"), signature="no-matching-key")
    assert answer("read /data/x", held).word == "depends"
    assert answer("delete /data/x", held).word == "no"


def test_places_are_the_services_that_do_such_things() -> None:
    held = proxy_bearer(ROLE)
    assert [(each.title, each.kind) for each in mapping_places(held, NOW, RIGHTS)] == [
        ("disk", "storage"), ("ce", "compute"),
    ]  # fmt: skip
    named = mapping_places(held, NOW, RIGHTS, "ce.example:443")
    assert [each.title for each in named] == ["ce"]
    assert mapping_places(held, NOW, RIGHTS, asked={"compute"})[0].title == "ce"
    with pytest.raises(UsageError, match="lists no service with the audience"):
        mapping_places(held, NOW, RIGHTS, "https://other.example")


def test_a_table_is_about_what_is_granted_there() -> None:
    held = proxy_bearer(ROLE)
    rows = [row.path for row in table_at(at("disk", held), held, (), ()).rows]
    assert {"/data", "/out", "/data-other/some-file"} <= set(rows)


_ROLES = st.sampled_from(("/made-up", "/made-up/Role=pilot", "/made-up/x", PERSON))
_SCOPES = st.sampled_from(
    ("storage.read:/", "storage.modify:/data", "compute.create", "storage.stage:/out")
)
_RIGHTS = st.dictionaries(
    st.sampled_from(("disk", "ce")),
    st.dictionaries(_ROLES, _SCOPES, min_size=1, max_size=3),
    min_size=1,
).map(mapping)
_DATA = [
    made.file(ROLE), made.file(attributes(targets=("disk.example",))), made.file(attributes()),
    made.file(attributes(), policy="limited"), made.file(ROLE, policy="independent"),
]  # fmt: skip
_ASKS = st.builds(
    Ask, st.sampled_from(STORAGE), st.sampled_from(("/", "/data/x", "/out", "/data/../out"))
) | st.sampled_from([Ask(each) for each in COMPUTE])


@given(st.sampled_from(range(len(_DATA))), _RIGHTS, _ASKS, st.sampled_from((0, 3700, 50000)))
def test_a_yes_is_allowed_by_the_privilege_and_every_answer_has_a_reason(
    number: int, rights: Mapping, asked: Ask, later: int
) -> None:
    held, proxy = _BEARERS[number], read_proxy(_DATA[number])
    for place in mapping_places(held, NOW + later, rights):
        found = place.judge.answer(asked)
        assert found.reasons
        assert all(each.says for each in found.reasons)
        assert place.judge.explain(asked) == found
        if found.verdict is Verdict.ALLOWED:
            path = ScopePath.parse(asked.path) if asked.path else ROOT
            privilege = privilege_of_proxy(proxy, rights)
            endpoints = (f"https://{place.title}.example", f"{place.title}.example")
            assert any(
                allows(privilege, Request(asked.operation, path, endpoint, NOW + later))
                for endpoint in endpoints
            )


_BEARERS = [
    proxy_bearer(ROLE), proxy_bearer(attributes(targets=("disk.example",))),
    proxy_bearer(), proxy_bearer(attributes(), policy="limited"),
    proxy_bearer(ROLE, policy="independent"),
]  # fmt: skip


def test_jobs_are_never_started_by_any_limited_proxy_on_any_mapping() -> None:
    rights = mapping({"ce": {"*": "compute.create"}})
    held = proxy_bearer(attributes(), policy="limited")
    assert answer(Operation.SUBMIT.value, held, service="ce", rights=rights).word == "no"
