"""What holds for every reader: no bytes raise, nothing is lost silently, no token comes out."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.audit.readers.samples import SAMPLES
from tests.minting import claims, mint
from tokenlint.audit.readers.reader import LONGEST_LINE, Batch, Circumstances, LogReader
from tokenlint.audit.readers.recognise import FORMATS, JSON_LINES, recognise
from tokenlint.source import Problem

NAMES = sorted(SAMPLES)
IN_2026 = Circumstances("access.log", year=2026)


def reader_of(name: str, where: Circumstances = IN_2026) -> LogReader:
    reader = recognise(b"", where, name=name)
    assert not isinstance(reader, Problem)
    return reader


def read(name: str, data: bytes) -> Batch:
    reader = reader_of(name)
    batch, rest = reader.read(data, 1), reader.end()
    return Batch(
        batch.events + rest.events,
        batch.unread + rest.unread,
        batch.passed_over + rest.passed_over,
    )


def test_every_format_has_its_sample() -> None:
    assert set(FORMATS) - {JSON_LINES} == SAMPLES.keys()


@pytest.mark.parametrize("name", NAMES)
def test_samples_are_recognised_and_read_whole(name: str) -> None:
    data = SAMPLES[name].encode()
    reader = recognise(data, IN_2026)
    assert not isinstance(reader, Problem)
    assert reader.name == name
    batch = read(name, data)
    assert batch.unread == []
    assert batch.events


@pytest.mark.parametrize("name", NAMES)
def test_windows_line_ends_change_nothing(name: str) -> None:
    data = SAMPLES[name].encode()
    assert read(name, data.replace(b"\n", b"\r\n")) == read(name, data)


@pytest.mark.parametrize("name", NAMES)
@given(cut=st.integers(0, 400))
def test_chunks_may_end_anywhere_between_lines(name: str, cut: int) -> None:
    data = SAMPLES[name].encode()
    at = data.rfind(b"\n", 0, cut % len(data)) + 1
    reader = reader_of(name)
    first = reader.read(data[:at], 1)
    second = reader.read(data[at:], 1 + data[:at].count(b"\n"))
    end = reader.end()
    assert first.events + second.events + end.events == read(name, data).events


@pytest.mark.parametrize("name", NAMES)
@given(st.binary(max_size=200))
def test_no_bytes_raise(name: str, data: bytes) -> None:
    read(name, data)


@pytest.mark.parametrize("name", NAMES)
@given(st.data())
def test_damaged_samples_do_not_raise(name: str, data: st.DataObject) -> None:
    text = SAMPLES[name].encode()
    at = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 12))
    inserted = data.draw(st.binary(max_size=6))
    read(name, text[:at] + inserted + text[at + length :])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("line", "kind"),
    [(b"\xff\xfe", "encoding"), (b"a\x00b", "encoding"), (b"x" * (LONGEST_LINE + 1), "too-long")],
    ids=["utf-8", "nul", "long"],
)
def test_broken_lines_are_named_and_the_rest_goes_on(name: str, line: bytes, kind: str) -> None:
    data = SAMPLES[name].encode()
    whole, batch = read(name, data), read(name, data + line + b"\n")
    found = [each.kind for each in batch.unread]
    if name == "observed" and line[:1] == b"\xff":
        assert len(found) == 1
    else:
        assert found == [kind]
    assert len(batch.events) == len(whole.events)


HOSTILE = [
    "261120 12:00:00 1 acc_Audit: grant x " + "@" * 60_000,
    "261120 12:00:00 1 acc_Audit: grant x " + "@a " * 20_000,
    "261120 12:00:00 1 scitokens_Access: Cached token mapped_username=" + ", subject=" * 6_000,
    "261120 12:00:00 1 ofs_x: u.1:2@h Unable to open /" + "; permission denied" * 3_000 + "x",
    "11.20 12:00:00 [pool:p:transfer] [0,1] [" + "] a@b" * 12_000 + ' {0:""}',
    "11.20 12:00:00 [pool:p:transfer] [0,1] [x] " + "@" * 60_000 + ' {0:""}',
    "11.20 12:00:00 [pool:" + ":" * 60_000,
    'h - - [20/Nov/2026:12:00:00 +0000] "' + "\\" * 60_000,
    "h - " + "[ " * 30_000,
    'h - x 2026-11-20T12:00:00.123Z "' + '" "' * 20_000,
    "level=INFO event=org.dcache.webdav.request " + 'a="' * 20_000,
    "level=INFO event=org.dcache.webdav.request ts=" + "2026-" * 12_000,
    "11/20/26 12:00:00 (cid:1) (D_AUDIT) AuthMethod=A, AuthId=" + ", CondorId=" * 5_500,
    "[2026-11-20 12:00:00] [A] [INFO] [1/2] Connection from " + ":" * 60_000,
    "000 (1.0.0) 2026-11-20 12:00:00 " + "<" * 60_000,
    '{"@type":"category":' * 3_000,
    '{"operation":' * 4_000,
    "eyJ." * 16_000,
]


@pytest.mark.parametrize("name", NAMES)
def test_hostile_lines_take_no_longer_than_others(name: str) -> None:
    started = time.process_time()
    for line in HOSTILE:
        read(name, line.encode())
    assert time.process_time() - started < 5


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("iam", "arc")])
def test_the_last_line_may_be_cut(name: str) -> None:
    lines = SAMPLES[name].splitlines()
    last = next(line for line in reversed(lines) if len(line) > 10)
    cut = last[:11] if name == "xrootd" else last[: len(last) // 3]
    batch = read(name, "\n".join([*lines, cut]).encode())
    assert len(batch.unread) == 1


_WORD = re.compile(r"(?<=[/=: \"])[\w.]{2,}(?=[\s\",:/}\]?]|$)", re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_a_token_in_any_place_never_comes_out(name: str) -> None:
    token = mint(claims())
    _, body, signature = token.split(".")
    text = SAMPLES[name]
    for found in _WORD.finditer(text):
        put = text[: found.start()] + token + text[found.end() :]
        reader = reader_of(name)
        shown = repr((reader.read(put.encode(), 1), reader.end(), reader.remarks()))
        assert (body in shown, signature in shown) == (False, False), found.span()


@pytest.mark.parametrize("name", ["xrootd", "storm", "combined"])
def test_a_beginning_of_paths_is_taken_off(name: str) -> None:
    where = Circumstances("access.log", strip="/data" if name != "storm" else "/vo/")
    batch = reader_of(name, where).read(SAMPLES[name].encode(), 1)
    assert not any(event.path.startswith(("/data", "/vo/")) for event in batch.events)
    assert any(event.path == "/b" for event in batch.events)
