"""Which file is what; nothing is passed over without being counted."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.credentials.macaroon.minting import minted
from tokenlint import inputs
from tokenlint.inputs import (
    MACAROON,
    MAPPING,
    OTHER,
    PROXY,
    TOKEN,
    WORKFLOWS,
    Found,
    find,
    holds_certificate,
    kind_of,
    looks_like_certificates,
    looks_like_token,
)
from tokenlint.source import Problem

WORKFLOW = b"# a comment\ntokenlint: workflows/1\nworkflows: {}\n"


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("w.yaml", WORKFLOW, WORKFLOWS),
        ("w.yml", b"\xef\xbb\xbftokenlint: workflows/1\n", WORKFLOWS),
        ("w.yaml", "tokenlint: workflows/1\n".encode("utf-16"), WORKFLOWS),
        ("w.yaml", b"a:\n  tokenlint: nested\n", OTHER),
        ("w.yaml", b"tokenlint:\n  hooks: []\n", OTHER),
        ("w.txt", WORKFLOW, OTHER),
        ("captured", b"eyJhbGciOiJub25lIn0.eyJpc3MiOiJ4In0.\n", TOKEN),
        ("captured", b"Bearer eyJhbGciOiJub25lIn0.eyJpc3MiOiJ4In0.", TOKEN),
        ("captured.jwt", b"\xff\xfe no token at all", TOKEN),
        ("notes.txt", b"eyJ is how tokens begin.", OTHER),
        ("captured", minted("path:/a"), MACAROON),
        ("captured.token", b"Bearer " + minted("path:/a", version=2) + b"\n", MACAROON),
        ("captured.macaroon", b"no macaroon at all", MACAROON),
        ("notes.txt", b"MDA is how macaroons begin.", OTHER),
    ],
)
def test_content_decides(name: str, data: bytes, kind: str) -> None:
    assert kind_of(name, data) == kind


def test_a_folder_is_walked_in_order_and_each_file_once(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_bytes(WORKFLOW)
    (tmp_path / "a.yaml").write_bytes(WORKFLOW)
    (tmp_path / "readme.txt").write_text("hello")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "c.yaml").write_bytes(WORKFLOW)
    found = list(find([tmp_path, tmp_path / "a.yaml"]))
    assert [(f.path.name, f.kind) for f in found if isinstance(f, Found)] == [
        ("a.yaml", WORKFLOWS),
        ("b.yaml", WORKFLOWS),
        ("readme.txt", OTHER),
    ]
    assert len(found) == 3


def test_what_is_not_known_here_is_handed_on_with_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("hello")
    (found,) = find([tmp_path / "readme.txt"])
    assert found == Found(tmp_path / "readme.txt", OTHER, b"hello", named=True)
    (below,) = find([tmp_path])
    assert isinstance(below, Found)
    assert not below.named


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    (problem,) = find([tmp_path / "absent.yaml"])
    assert isinstance(problem, Problem)
    assert (problem.kind, problem.source.file) == ("unreadable", str(tmp_path / "absent.yaml"))


def test_too_large_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "MAX_BYTES", 10)
    (tmp_path / "w.yaml").write_bytes(WORKFLOW)
    (problem,) = find([tmp_path])
    assert isinstance(problem, Problem)
    assert problem.kind == "oversize"


def test_large_data_below_a_folder_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, "MAX_BYTES", 10)
    (tmp_path / "events.root").write_bytes(b"root" * 10)
    (found,) = find([tmp_path])
    assert isinstance(found, Found)
    assert found.kind == OTHER
    (problem,) = find([tmp_path / "events.root"])
    assert isinstance(problem, Problem)
    assert problem.kind == "oversize"


def test_a_device_without_end_is_read_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "MAX_BYTES", 10)
    (problem,) = find([Path("/dev/zero")])
    assert isinstance(problem, Problem)
    assert problem.kind == "oversize"


@pytest.mark.parametrize("name", ["x" * 300, "eyJhbGciOiJub25lIn0.eyJpc3MiOiJ4In0." * 20])
def test_what_cannot_be_the_name_of_a_file_is_a_problem(name: str) -> None:
    (problem,) = find([Path(name)])
    assert isinstance(problem, Problem)
    assert problem.kind == "unreadable"


def test_a_pipe_below_a_folder_is_not_opened(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "pipe.yaml")
    (found,) = find([tmp_path])
    assert isinstance(found, Found)
    assert found.kind == OTHER


@given(st.binary(max_size=200), st.sampled_from(["a.yaml", "a.jwt", "a", "a.txt"]))
def test_any_bytes_have_a_kind(data: bytes, name: str) -> None:
    assert kind_of(name, data) in {WORKFLOWS, TOKEN, OTHER}
    looks_like_token(data)


@pytest.mark.parametrize(
    "text",
    ["tokenlint: mapping/1\n", "# x\n'tokenlint' : \"mapping/2\"\n", "\ufefftokenlint: mapping/1"],
)
def test_a_mapping_is_known_by_its_marker(text: str) -> None:
    assert kind_of("groups.yaml", text.encode()) == MAPPING
    assert kind_of("groups.yml", text.encode("utf-16")) == MAPPING
    assert kind_of("groups.txt", text.encode()) != MAPPING
    assert kind_of("groups.yaml", text.replace("mapping", "workflows").encode()) == WORKFLOWS


PEM = b"-----BEGIN CERTIFICATE-----\nYQ==\n-----END CERTIFICATE-----\n"
KEY = b"-----BEGIN PRIVATE KEY-----\nYQ==\n-----END PRIVATE KEY-----\n"
DER = b"\x30\x82\x01\x04\x30\x82\x01\x00" + b"x" * 256


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (PEM, True),
        (KEY + PEM, True),
        (b"Bag Attributes\n    localKeyID: 01\n" + PEM, True),
        (b"Certificate:\n    Data:\n" + PEM, True),
        (b"subject=CN = a\n" + PEM, True),
        (DER, True),
        (DER + b"x", False),
        (KEY, False),
        (b"ca: |\n  " + PEM, False),
        (b"cat <<EOF\n" + PEM, False),
        (b"", False),
    ],
)
def test_certificates_are_known_by_their_content(data: bytes, *, expected: bool) -> None:
    assert looks_like_certificates(data) is expected


@pytest.mark.parametrize(
    ("name", "data", "named", "expected"),
    [
        ("x509up_u1000", PEM, False, True),
        ("user.pem", PEM + KEY, False, True),
        ("hostcert.pem", PEM, False, False),
        ("hostcert.pem", PEM, True, True),
        ("x509up_u1000", b"text", True, False),
    ],
)
def test_certificates_without_a_key_are_passed_over(
    name: str, data: bytes, *, named: bool, expected: bool
) -> None:
    assert holds_certificate(name, data, named=named) is expected


def test_the_mode_of_a_proxy_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "x509up_u1"
    file.write_bytes(PEM + KEY)
    file.chmod(0o640)
    (found,) = find([file])
    assert isinstance(found, Found)
    assert (found.kind, found.mode and found.mode & 0o777) == (PROXY, 0o640)


@given(st.binary())
def test_any_bytes_are_certificates_or_not(data: bytes) -> None:
    looks_like_certificates(data)
    looks_like_certificates(b"\x30\x82" + data)
