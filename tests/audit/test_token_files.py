"""Token facts from records of a scan and from claims; what is neither is named and counted."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import minting
from tests.audit.making import ISSUER, SERVICE, START, claims
from tests.audit.readers.samples import IAM
from tests.cli.command import tokenlint
from tokenlint.audit import token_files
from tokenlint.audit.facts import EVER, Rights, holding_of
from tokenlint.audit.names import hashed
from tokenlint.audit.token_files import facts_of_line, read_token_files, with_workflow

RECORD = {
    "schema": "tokenlint.record/1",
    "file": "a",
    "offset": 0,
    "kind": "jwt",
    "whole": True,
    "fingerprint": "0123456789ab",
    "client": "c0ffee",
    "token_id": hashed("token-1"),
    "scope": ["storage.read:/"],
    "issued": "2026-11-20T12:00:00Z",
    "expiry": "2026-11-20T13:00:00Z",
    "form": "signed",
    "profile": "wlcg",
    "issuer": ISSUER,
    "audiences": [SERVICE],
    "anywhere": False,
}


def known(tmp_path: Path, *lines: dict[str, Any] | str) -> token_files.Known:
    file = tmp_path / "facts.jsonl"
    texts = [each if isinstance(each, str) else json.dumps(each) for each in lines]
    file.write_text("\n".join(texts) + "\n")
    return read_token_files([str(file)])


def test_claims_tell_ids_rights_audience_and_times(tmp_path: Path) -> None:
    (one,) = known(tmp_path, claims()).facts
    assert one.ids == ("token-1", hashed("token-1"))
    assert (one.issuer, one.subject, one.client) == (ISSUER, "subject-1", "production")
    assert (one.audience, one.start, one.end) == ((SERVICE,), START, START + 3_600)
    assert [str(each) for each in holding_of(one).granted] == [
        "storage.read:/",
        "storage.create:/vo/out",
    ]


def test_a_record_tells_the_same_as_far_as_it_goes(tmp_path: Path) -> None:
    (one,) = known(tmp_path, RECORD).facts
    assert (one.ids, one.fingerprint) == ((hashed("token-1"),), "0123456789ab")
    assert (one.scope, one.audience, one.client) == ("storage.read:/", (SERVICE,), "c0ffee")
    assert one.end - one.start == 3_600
    assert one.subject == ""  # a keyed hash, which no log has


def test_records_of_a_scan_are_joined_with_claims_by_the_id(tmp_path: Path) -> None:
    token = minting.mint(minting.claims(jti="token-7", scope="storage.read:/vo"))
    (tmp_path / "seen.txt").write_text(f"Authorization: Bearer {token}\n")
    out = tmp_path / "records.jsonl"
    tokenlint("scan", "--no-config", tmp_path / "seen.txt", "--records", out, "--format", "json")
    (one,) = read_token_files([str(out)]).facts
    assert hashed("token-7") in one.ids
    assert (one.scope, one.rights) == ("storage.read:/vo", Rights.SCOPE)
    assert one.end != EVER


@pytest.mark.parametrize(
    ("changes", "rights"),
    [
        ({"kind": "macaroon"}, Rights.FOREIGN),
        ({"kind": "certificates"}, Rights.FOREIGN),
        ({"kind": "jwe"}, Rights.UNREADABLE),
        ({"form": "unreadable"}, Rights.UNREADABLE),
        ({"scope": ["storage.read:/", "(and 3 more)"]}, Rights.PARTIAL),
        ({"scope": ["storage.read:/very…"]}, Rights.PARTIAL),
        ({"scope": None}, Rights.NAMES),
    ],
)
def test_what_cannot_be_compared_says_so(
    tmp_path: Path, changes: dict[str, Any], rights: Rights
) -> None:
    (one,) = known(tmp_path, RECORD | changes).facts
    assert one.rights is rights


def test_lines_that_tell_of_no_token_are_counted_with_the_first(tmp_path: Path) -> None:
    found = known(
        tmp_path, claims(), "no json", "[]", {"a": 1}, claims(2), "{", RECORD | {"scope": 3}
    )
    assert len(found.facts) == 2
    told = {each.kind: (each.source.line, each.reason[:7]) for each in found.problems}
    assert told["syntax"] == (2, "3 lines")
    assert told["no-token"][0] == 4
    assert told["schema"][0] == 7
    assert all(each.advice for each in found.problems)


@pytest.mark.parametrize(
    ("changes", "audience"),
    [
        ({"audiences": ["b", "a"]}, ("a", "b")),
        ({"audiences": ["a"], "anywhere": True}, None),
        ({"audiences": []}, None),
    ],
)
def test_the_audience_of_a_record(
    tmp_path: Path, changes: dict[str, Any], audience: tuple[str, ...] | None
) -> None:
    (one,) = known(tmp_path, RECORD | changes).facts
    assert one.audience == audience


OFFSETS = st.sampled_from((None, -100, 0, 10, 60, 100))


@given(OFFSETS, OFFSETS, OFFSETS)
def test_times_of_a_record_are_those_of_the_claims(
    issued: int | None, not_before: int | None, expiry: int | None
) -> None:
    """The start that lies behind the end is left out if it is `iat`; with `nbf` it is never."""
    told = {"iat": issued, "nbf": not_before, "exp": expiry}
    times = {name: START + each for name, each in told.items() if each is not None}
    names = {"iat": "issued", "nbf": "not_before", "exp": "expiry"}
    record = {name: each for name, each in RECORD.items() if name not in names.values()}
    record |= {
        names[name]: datetime.fromtimestamp(time, UTC).isoformat() for name, time in times.items()
    }
    whole = {"iss": ISSUER, "scope": "storage.read:/", **times}
    one, other = (facts_of_line(json.dumps(each).encode()) for each in (record, whole))
    assert (one.start, one.end) == (other.start, other.end)
    expected = [times["nbf"]] if "nbf" in times else []
    if "iat" in times and not ("exp" in times and times["iat"] >= times["exp"]):
        expected.append(times["iat"])
    if "nbf" in times and "exp" in times and times["nbf"] >= times["exp"]:
        assert one.start >= one.end
    else:
        assert one.start == max(expected, default=0)


def test_the_log_of_an_issuer_tells_facts_and_its_other_lines_are_passed_over(
    tmp_path: Path,
) -> None:
    (tmp_path / "iam.log").write_text(IAM)
    found = read_token_files([str(tmp_path / "iam.log")])
    (one,) = found.facts
    assert found.problems == ()
    assert (one.ids[0], one.issuer, one.subject) == ("id-1", "https://issuer.example/", "me")
    assert (one.scope, one.audience) == ("storage.read:/data", ("https://door.example",))
    assert (one.start, one.end) == (1_795_176_000, 1_795_179_600), "IAM writes milliseconds"


@pytest.mark.parametrize(
    "name", ["RefreshTokenIssuedEvent", "IdTokenIssuedEvent", "AccountCreatedEvent"]
)
def test_only_access_tokens_of_an_issuer_are_facts(tmp_path: Path, name: str) -> None:
    """A log of nothing else gives none, and that is told."""
    (tmp_path / "iam.log").write_text(IAM.replace("AccessTokenIssuedEvent", name))
    found = read_token_files([str(tmp_path / "iam.log")])
    assert found.facts == ()
    assert [(each.kind, each.reason[:7]) for each in found.problems] == [("syntax", "3 lines")]


def test_an_event_that_was_cut_is_told(tmp_path: Path) -> None:
    """Prose without an event is passed over, and what is left of one is none."""
    event = next(line for line in IAM.splitlines() if "@type" in line)
    (tmp_path / "iam.log").write_text(f"{IAM}{event[:-20]}\n")
    found = read_token_files([str(tmp_path / "iam.log")])
    assert len(found.facts) == 1
    assert [(each.kind, each.source.line) for each in found.problems] == [("syntax", 4)]


def test_a_broken_line_of_claims_is_told_also_beside_events_of_an_issuer(tmp_path: Path) -> None:
    (tmp_path / "mixed").write_text(IAM + '{"jti": \n')
    found = read_token_files([str(tmp_path / "mixed")])
    assert [(each.kind, each.source.line) for each in found.problems] == [("syntax", 4)]


@pytest.mark.parametrize("expiry", ["tomorrow", 1_795_179_600_000, True, None])
def test_an_expiry_that_is_no_time_is_not_taken_for_none(tmp_path: Path, expiry: object) -> None:
    """A token that never ends would never be used too late."""
    found = known(tmp_path, claims() | {"exp": expiry}, claims(2))
    assert len(found.facts) == 1
    assert [(each.kind, each.source.line) for each in found.problems] == [("time", 1)]


def test_a_file_that_is_missing_or_empty_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("\n")
    found = read_token_files([str(tmp_path / "missing"), str(tmp_path / "empty")])
    assert [each.kind for each in found.problems] == ["unreadable", "no-token"]


def test_packed_facts_are_read_and_equal_ones_count_once(tmp_path: Path) -> None:
    file = tmp_path / "facts.gz"
    line = json.dumps(claims()).encode() + b"\n"
    file.write_bytes(gzip.compress(line * 3))
    found = read_token_files([str(file)])
    assert (len(found.facts), found.records) == (1, 3)


def test_more_tokens_than_are_held_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(token_files, "MOST_TOKENS", 2)
    found = known(tmp_path, *(claims(number) for number in range(5)))
    assert len(found.facts) == 2
    assert [(each.kind, each.reason[:9]) for each in found.problems] == [("oversize", "3 records")]


def test_claims_may_stand_inside_a_line(tmp_path: Path) -> None:
    told = {"claims": claims(), "fingerprint": "ab", "workflow": "merge"}
    (one,) = known(tmp_path, told).facts
    assert (one.fingerprint, one.workflow) == ("ab", "merge")
    (named,) = with_workflow(known(tmp_path, claims()).facts, "other")
    assert named.workflow == "other"
    assert with_workflow([one], "other") == (one,)


def test_neither_subject_nor_id_of_a_token_is_usable(tmp_path: Path) -> None:
    (one,) = known(tmp_path, claims(client_id=None, sub="person@example.org")).facts
    assert one.client == "pe…"
