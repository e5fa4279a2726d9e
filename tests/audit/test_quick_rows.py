"""The quick ways for JSON lines say what the careful way says, for whatever a log holds."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.audit.making import ISSUER, SERVICE, START, claims, facts
from tests.minting import mint
from tokenlint.audit import counting, log_file, quick_rows
from tokenlint.audit.facts import Facts
from tokenlint.audit.formats import Format
from tokenlint.audit.packed_facts import packed_facts
from tokenlint.audit.readers.json_lines import JsonLines
from tokenlint.audit.readers.log_mapping import LogMapping, read_log_mapping
from tokenlint.audit.reading import Setup
from tokenlint.audit.tally import Tally
from tokenlint.audit.verdict import Terms
from tokenlint.capture.folders import Input

TOKENS = [mint(claims(number)) for number in (1, 2)]
SHORT = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzdWJqZWN0LTEifQ."
KNOWN = [
    facts(1, sub="person", scope="storage.read:/vo/in", client_id="first"),
    facts(2, sub="person", scope="storage.read:/ storage.create:/vo/out", client_id="second"),
    facts(3, sub="other"),
]
MEMBERS = {
    "operation": "op",
    "path": "path",
    "to": "to",
    "time": "time",
    "status": "status",
    "allowed": "done",
    "client": "client",
    "service": "service",
    "token_id": "jti",
    "subject": "sub",
    "issuer": "iss",
    "scope": "scope",
    "audience": "aud",
    "token": "authorization",
    "workflow": "workflow",
}
ALWAYS = {"operation", "path", "time"}
WORDS: dict[str, Any] = {"GET": "read", "HEAD": "stat", "DEL": "delete", "MOVE": "rename"}
BY_OTHERS: Any = st.sampled_from(
    (
        "create",
        [{"when": {"member": "status", "is": [204]}, "operation": "overwrite"}, "create"],
        [{"when": {"member": "over", "is": [True]}, "operation": "overwrite"}, "create"],
        [{"when": {"member": "over", "is": [1, "1"]}, "operation": "overwrite"}, "create"],
        [
            {"when": {"member": "over", "is": [1]}, "operation": "overwrite"},
            {"when": {"member": "over", "is": [True]}, "operation": "create"},
            "read",
        ],
        [{"when": {"member": "client", "is": ["192.0.2.1"]}, "operation": "overwrite"}, "create"],
        [{"when": {"member": "path", "is": ["/vo/out/f"]}, "operation": "overwrite"}, "create"],
    )
)


@st.composite
def mappings(draw: st.DrawFn) -> LogMapping:
    """Mapping files that name some of the members."""
    told = ALWAYS | draw(st.sets(st.sampled_from(sorted(MEMBERS.keys() - ALWAYS)), max_size=5))
    told |= draw(
        st.sampled_from(({"token_id"}, {"subject", "issuer"}, {"token"}, {"scope"}, set()))
    )
    told -= {"allowed"} if "status" in told else set()
    file: dict[str, Any] = {
        "tokenlint": "log-mapping/1",
        "members": {name: MEMBERS[name] for name in sorted(told)},
        "operations": {**WORDS, "PUT": draw(BY_OTHERS)},
        "time": {"format": draw(st.sampled_from(("seconds", "seconds", "milliseconds")))},
        "paths": draw(st.sampled_from(({}, {"encoding": "percent"}, {"strip": "/dav"}))),
    }
    if "status" in told:
        file["allowed"] = ["2xx", 1]
    elif "allowed" not in told:
        file["every_line"] = "allowed"
    found = read_log_mapping(Path("mapping.yaml"), json.dumps(file).encode())
    assert found.mapping is not None, found.problems
    return found.mapping


PATHS = (
    "/vo/out/f",
    "/vo/out/a%20b",
    "/vo/in/f",
    "/vo/out/../f",
    "/vo/out/%2e%2e/f",
    "/vo/out/%C3%A9",
    "/vo/out/%C3/%A9",
    "/dav/vo/out/f",
    "https://se.example/vo/out/f?x=1",
    "/vo/out/" + "f" * 120,
    "/vo/out/" + "f" * 4_200,
    f"/vo/out/f?authz={TOKENS[1]}",
    f"/vo/out/{SHORT}",
    None,
)
ROWS = st.fixed_dictionaries(
    {
        "op": st.sampled_from(("GET", "PUT", "PUT", "HEAD", "DEL", "MOVE", "LOCK", None, 7)),
        "path": st.sampled_from(PATHS[:3] * 3 + PATHS),
        "to": st.sampled_from((None, None, None, "/vo/out/g", 1)),
        "time": st.sampled_from((START + 60, START + 61.5, START + 9_000, None, "1", "soon", True)),
        "status": st.sampled_from((200, 200, 200, 204, 403, 500, 1, True, 200.0, "200", None)),
        "done": st.sampled_from((True, True, False, 1, 0, None)),
        "over": st.sampled_from((None, True, False, 1, 0, 1.0, "1", [1])),
        "client": st.sampled_from(("192.0.2.1", "192.0.2.2", None, 7)),
        "service": st.sampled_from((SERVICE, SERVICE, "https://other.example", None)),
        "jti": st.sampled_from(("token-1", "token-2", "token-3", "token-9", TOKENS[0], None)),
        "sub": st.sampled_from(("person", "person", "other", None)),
        "iss": st.sampled_from((ISSUER, None)),
        "scope": st.sampled_from(
            ("storage.read:/", ["storage.create:/vo", "storage.read:/vo"], "x" * 200, None, [1])
        ),
        "aud": st.sampled_from((SERVICE, [SERVICE, "https://b.example"], [SERVICE, 1], None, {})),
        "authorization": st.sampled_from(
            (f"Bearer {TOKENS[0]}", f"Bearer {TOKENS[1]}", "Basic x", None, [TOKENS[0]])
        ),
        "workflow": st.sampled_from((None, None, "copies")),
    }
)


ORDINARY = {"op": "GET", "path": "/vo/out/f", "time": START + 60, "status": 200, "done": True}
ORDINARY |= {"service": SERVICE, "iss": ISSUER}


@st.composite
def logs(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Rows that differ in little, so that many of them find a lane."""
    first = draw(ROWS) | draw(st.sampled_from((ORDINARY, ORDINARY, ORDINARY | {"op": "PUT"}, {})))
    rows = [first, first]
    for _ in range(draw(st.integers(1, 8))):
        other = draw(ROWS)
        changed = draw(st.sets(st.sampled_from(sorted(other)), max_size=2))
        rows += [first | {name: other[name] for name in changed}] * draw(st.integers(1, 3))
    return rows * draw(st.integers(1, 2))


@contextmanager
def carefully() -> Iterator[None]:
    """Every line is looked at in full, and every event is judged."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(log_file, "quick_rows", Mock(return_value=None))
        patch.setattr(JsonLines, "_made", Mock(return_value=None))
        patch.setattr(counting.Counter, "_open", Mock(return_value=None))
        yield


def tally(lines: bytes, mapping: LogMapping, known: list[Facts] = KNOWN, **more: Any) -> Tally:
    with tempfile.TemporaryDirectory() as folder, packed_facts(known, far=True) as packed:
        file = Path(folder, "a.log")
        file.write_bytes(lines)
        work = Setup(packed, Format(mapping=mapping, name="json-lines"), Terms(), **more)
        return work.read((Input("a.log", len(lines), location=str(file)),))


def written(rows: list[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


@pytest.mark.slow
@settings(max_examples=600, deadline=None)
@given(mappings(), logs(), st.booleans())
def test_the_quick_ways_and_the_careful_way_agree(
    mapping: LogMapping, rows: list[dict[str, Any]], observing: bool
) -> None:
    lines = written(rows)
    quick = tally(lines, mapping, observing=observing)
    with carefully():
        assert quick == tally(lines, mapping, observing=observing)


USUAL = {"op": "GET", "path": "/vo/out/f", "time": START + 60, "status": 200, "jti": "token-3"}


def mapped(**more: Any) -> LogMapping:
    members = {name: MEMBERS[name] for name in ("operation", "path", "time", "status", "client")}
    file: dict[str, Any] = {
        "tokenlint": "log-mapping/1",
        "members": members | {more.pop("by", "token_id"): more.pop("member", "jti")},
        "operations": {**WORDS, "PUT": more.pop("put", "create")},
        "time": {"format": "seconds"},
        "allowed": ["2xx"],
        **more,
    }
    found = read_log_mapping(Path("mapping.yaml"), json.dumps(file).encode())
    assert found.mapping is not None, found.problems
    return found.mapping


@pytest.mark.parametrize(
    ("mapping", "row"),
    [
        (mapped(), USUAL),
        (mapped(paths={"encoding": "percent"}), {**USUAL, "path": "/vo/out/a%20b"}),
        (mapped(paths={"strip": "/dav"}), {**USUAL, "path": "/dav/vo/out/f"}),
        (mapped(by="scope", member="scope"), {**USUAL, "scope": "storage.read:/"}),
        (mapped(by="token", member="auth"), {**USUAL, "auth": f"Bearer {mint(claims(3))}"}),
    ],
    ids=["plain", "encoded", "stripped", "scope", "token"],
)
@pytest.mark.parametrize("observing", [False, True], ids=["", "observing"])
def test_most_lines_take_the_quick_way(
    monkeypatch: pytest.MonkeyPatch, mapping: LogMapping, row: dict[str, Any], observing: bool
) -> None:
    rows = [{**row, "path": f"{row['path']}{at}", "time": START + at} for at in range(50)]
    taken: list[int] = []
    longer = quick_rows.QuickRows._longer

    def counted(self: Any, row: Any, text: bytes, number: int, *more: Any) -> None:
        taken.append(number)
        longer(self, row, text, number, *more)

    monkeypatch.setattr(quick_rows.QuickRows, "_longer", counted)
    found = tally(written(rows), mapping, observing=observing)
    first = 2  # one opens the lane, one wakes it
    assert (found.events, found.judged, len(taken)) == (50, 50, first)
    assert len(found.observed.kept) == (50 if observing else 0)


def test_what_an_operation_depends_on_is_looked_at_in_each_line() -> None:
    put = [{"when": {"member": "over", "is": [True]}, "operation": "overwrite"}, "create"]
    rows = [{**USUAL, "op": "PUT", "over": at == 9} for at in range(12)]
    found = tally(written(rows), mapped(put=put))
    ((key, group),) = found.groups.kept.items()
    assert (key.operation, group.count) == ("overwrite", 1)


def test_a_token_in_a_path_goes_before_the_one_that_a_line_names() -> None:
    path = f"/vo/out/f?authz={mint(claims(3, scope='storage.stage:/'))}"
    rows = [{**USUAL, "path": path if at == 9 else "/vo/out/f"} for at in range(12)]
    found = tally(written(rows), mapped())
    assert [key.operation for key in found.groups.kept] == ["read"]


def test_what_has_no_time_does_not_move_the_first_one() -> None:
    row = {**USUAL, "scope": "storage.read:/"}
    rows = [row, row, {**row, "time": None}]
    found = tally(written(rows), mapped(by="scope", member="scope"))
    assert (found.judged, found.first, found.last) == (3, START + 60, START + 60)


def test_a_line_whose_path_holds_a_token_opens_no_lane_for_others() -> None:
    path = f"/vo/out/f?authz={mint(claims(3))}"
    rows = [{**USUAL, "jti": "token-9", "path": path if at < 3 else "/vo/out/f"} for at in range(9)]
    assert tally(written(rows), mapped()).judged == 3


def test_lines_and_paths_beyond_the_bounds_are_not_used() -> None:
    rows = [dict(USUAL) for _ in range(12)]
    rows[8]["path"] += "f" * 4_100
    rows[10]["agent"] = "x" * 65_600
    found = tally(written(rows), mapped())
    assert found.unread.kept["a.log", "too-long"].count == 2
    assert found.events == 10


@settings(max_examples=50)
@given(st.lists(st.integers(0, 40), max_size=120), st.integers(1, 5))
@example([*range(20), *range(20, 0, -1)], 3)
def test_a_full_table_keeps_what_a_boundless_one_keeps(keys: list[int], most: int) -> None:
    from tokenlint.audit.bounded import Filling, Number, Table
    from tokenlint.audit.running import OpenOften

    filling: Filling[int, OpenOften] = Filling(most, OpenOften)
    for key in keys:
        filling.at(key).take(1.0, 1)
        assert len(filling.things) <= 2 * most
    every = {key: Number(keys.count(key)) for key in set(keys)}
    assert filling.finish(lambda each: Number(each.weight)) == Table.of(every, most)
