"""JSON lines by a mapping file: the loop for volume and the careful way say the same."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.minting import claims, mint
from tokenlint.audit.event import NO_TIME, Event
from tokenlint.audit.readers.json_lines import JsonLines
from tokenlint.audit.readers.log_mapping import LogMapping, read_log_mapping
from tokenlint.audit.readers.reader import LONGEST_LINE, Batch, Circumstances

MAPPING = """\
tokenlint: log-mapping/1
name: gateway
members:
  operation: request.method
  path: request.path
  status: status
  time: ["@time"]
  client: remote.ip
  token_id: token.jti
operations:
  GET: read
  PUT: [{when: {member: status, is: [204]}, operation: overwrite}, create]
  MOVE:
    - {when: {member: over, is: [true]}, operation: rename-over}
    - rename
  OPTIONS: null
allowed: [2xx]
service: https://door.example
"""
LINE: dict[str, Any] = {
    "@time": "2026-11-20T12:00:00.5Z",
    "request": {"method": "GET", "path": "/data/a", "agent": "x"},
    "status": 200,
    "remote": {"ip": "192.0.2.7"},
    "token": {"jti": "id-1"},
}
AT = datetime(2026, 11, 20, 12, tzinfo=UTC).timestamp()


def mapping(text: str = MAPPING) -> LogMapping:
    file = read_log_mapping(Path("log.yaml"), text.encode())
    assert file.problems == ()
    assert file.mapping is not None
    return file.mapping


def read(*lines: Any, text: str = MAPPING, where: Circumstances | None = None) -> Batch:
    reader = JsonLines(mapping(text), where or Circumstances("gateway.log"))
    written = (each if isinstance(each, bytes) else json.dumps(each).encode() for each in lines)
    return reader.read(b"\n".join(written) + b"\n", 1)


def request(method: str, **more: Any) -> dict[str, Any]:
    return {**LINE, "request": {"method": method, "path": "/data/a"}, **more}


def test_a_line_becomes_an_event() -> None:
    assert read(LINE).events == [
        Event(
            operation="read",
            path="/data/a",
            allowed=True,
            time=AT + 0.5,
            client="192.0.2.7",
            service="https://door.example",
            token_id="id-1",
            line=1,
        )
    ]


@pytest.mark.parametrize(
    ("line", "operation", "allowed"),
    [
        (request("PUT", status=201), "create", True),
        (request("PUT", status=204), "overwrite", True),
        (request("PUT", status=403), "create", False),
        (request("PUT", status="201"), "create", True),
        (request("PUT", status=500), "create", None),
        (request("PUT", status=None), "create", None),
        (request("MOVE", over=True), "rename-over", True),
        (request("MOVE", over=1), "rename", True),
        (request("MOVE"), "rename", True),
    ],
)
def test_operations_and_verdicts(line: Any, operation: str, allowed: bool | None) -> None:
    (event,) = read(line).events
    assert (event.operation, event.allowed) == (operation, allowed)


def test_lines_are_counted_where_they_stand() -> None:
    batch = read(b"", LINE, request("OPTIONS"), b"{", request("LOCK"), b"[]", LINE)
    assert [event.line for event in batch.events] == [2, 7]
    assert batch.passed_over == 1
    assert [(each.kind, each.line) for each in batch.unread] == [
        ("syntax", 4),
        ("operation", 5),
        ("syntax", 6),
    ]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (b'{"request": {"method": "GET', "syntax"),
        (b'{"request": {"method": "\xff"}}', "encoding"),
        (b"\x00", "syntax"),
        (b'{"request": null}', "operation"),
        ({**LINE, "@time": "yesterday"}, "time"),
        ({**LINE, "@time": "2026-13-20T12:00:00Z"}, "time"),
        ({**LINE, "@time": 1795176000}, "time"),
        ({**LINE, "remote": {"ip": ["192.0.2.7"]}}, "type"),
        (b'{"x": "' + b"y" * LONGEST_LINE + b'"}', "too-long"),
        (request("GET") | {"request": {"method": "GET", "path": "/" + "a" * 5000}}, "too-long"),
        (b"[" * 50_000, "syntax"),
    ],
)
def test_broken_lines_are_named(line: Any, kind: str) -> None:
    batch = read(line, LINE)
    assert [each.kind for each in batch.unread] == [kind]
    assert len(batch.events) == 1


def test_windows_line_ends() -> None:
    assert len(read(json.dumps(LINE).encode() + b"\r", LINE).events) == 2


def test_what_is_null_or_missing_stays_empty() -> None:
    (event,) = read({**LINE, "token": None, "remote": {}, "@time": None}).events
    assert (event.token_id, event.client, event.time) == ("", "", NO_TIME)


def test_a_zone_that_is_not_said_is_assumed_and_told() -> None:
    line = {**LINE, "@time": "2026-11-20T12:00:00"}
    reader = JsonLines(mapping(), Circumstances("gateway.log"))
    assert reader.read(json.dumps(line).encode(), 1).events[0].time == AT
    (problem,) = reader.remarks()
    assert (problem.kind, problem.source.file) == ("time-zone", "gateway.log")


def test_a_zone_that_is_given_is_used() -> None:
    line = {**LINE, "@time": "2026-11-20T12:00:00"}
    where = Circumstances(zone=timezone(timedelta(hours=1)))
    reader = JsonLines(mapping(), where)
    assert reader.read(json.dumps(line).encode(), 1).events[0].time == AT - 3600
    assert reader.remarks() == ()


@pytest.mark.parametrize(
    ("format_", "time"),
    [
        ("seconds", AT),
        ("seconds", "1795176000"),
        ("milliseconds", AT * 1000),
        ("microseconds", int(AT * 1e6)),
        ('"%d/%b/%Y:%H:%M:%S %z"', "20/Nov/2026:13:00:00 +0100"),
    ],
)
def test_formats_of_times(format_: str, time: Any) -> None:
    text = MAPPING + f"time: {{format: {format_}}}\n"
    (event,) = read({**LINE, "@time": time}, text=text).events
    assert event.time == pytest.approx(AT)


def test_escapes_and_prefixes_of_paths() -> None:
    text = MAPPING + "paths: {encoding: percent, strip: /webdav}\n"
    line = request("GET")
    line["request"]["path"] = "https://door.example/webdav/data/a%20b?x=1"
    (event,) = read(line, text=text).events
    assert event.path == "/data/a b"


def test_a_token_is_read_and_not_kept() -> None:
    text = MAPPING.replace("token_id: token.jti", "token: auth")
    token = mint(claims())
    batch = read({**LINE, "auth": f"Bearer {token}"}, text=text)
    (event,) = batch.events
    assert event.token_id == "0b6f8c1e-made-up"
    assert event.scope == "storage.read:/data/set1"
    assert event.audience == ("https://storage.example",)
    assert (event.expiry - event.not_before, len(event.fingerprint)) == (3600, 12)
    assert (token in repr(batch)) is False


@pytest.mark.parametrize(("said", "verdict"), [("allowed", True), ("refused", False)])
def test_a_log_without_a_status(said: str, verdict: bool) -> None:
    text = MAPPING.replace("  status: status\n", "").replace(
        "allowed: [2xx]", f"every_line: {said}"
    )
    assert [event.allowed for event in read(LINE, text=text).events] == [verdict]
    careful = text.replace("members:", "members:\n  scope: none.such")
    assert [event.allowed for event in read(LINE, text=careful).events] == [verdict]


def test_a_member_that_is_a_truth_value() -> None:
    text = MAPPING.replace("  status: status\n", "  allowed: ok\n").replace("allowed: [2xx]\n", "")
    lines = ({**LINE, "ok": True}, {**LINE, "ok": False}, LINE, {**LINE, "ok": "yes"})
    assert [event.allowed for event in read(*lines, text=text).events] == [True, False, None, None]


def test_a_member_inside_another_is_read_all_the_same() -> None:
    text = MAPPING.replace("token_id: token.jti", "token_id: token.jti\n  user: token")
    batch = read(LINE, {**LINE, "token": "someone"}, text=text)
    assert [each.kind for each in batch.unread] == ["type"]
    assert [event.user for event in batch.events] == ["someone"]


@pytest.mark.parametrize("place", ["path", "jti", "method", "ip"])
def test_a_token_in_the_wrong_place_is_covered(place: str) -> None:
    token = mint(claims())
    line = json.loads(json.dumps(LINE))
    if place in ("path", "method"):
        line["request"][place] = f"/a?authz={token}" if place == "path" else token
    elif place == "jti":
        line["token"]["jti"] = token
    else:
        line["remote"]["ip"] = token
    shown = repr(read(line))
    assert (token.rpartition(".")[2] in shown) is False
    assert (token.split(".")[1] in shown) is False


@given(st.binary(max_size=300))
def test_no_bytes_raise(data: bytes) -> None:
    reader = JsonLines(mapping(), Circumstances())
    batch = reader.read(data, 1)
    lines = [line for line in data.split(b"\n") if line]
    assert len(batch.events) + len(batch.unread) + batch.passed_over == len(lines)


VALUES: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2)
    ),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from([*LINE, "over"]), VALUES))
def test_nearly_valid_lines_do_not_raise(changes: dict[str, Any]) -> None:
    batch = read({**LINE, **changes})
    assert len(batch.events) + len(batch.unread) + batch.passed_over == 1


@given(
    st.sampled_from(["GET", "PUT", "MOVE", "OPTIONS", "LOCK"]),
    st.sampled_from([200, 204, 403, 500, None, "200"]),
    st.text(max_size=20),
)
def test_the_loop_and_the_careful_way_agree(method: str, status: Any, path: str) -> None:
    line = {**LINE, "status": status, "request": {"method": method, "path": path}}
    careful = MAPPING.replace("members:", "members:\n  scope: none.such")
    assert read(line) == read(line, text=careful)
