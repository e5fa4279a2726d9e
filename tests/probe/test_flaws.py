"""Every planted flaw is found, in the cells where it shows, and nothing else is reported."""

from pathlib import Path

import pytest

from tests.probe.running import cells, of_kind, probe, storage
from tokenlint.probe.cell import Effect, Verdict

EXCESS = (Verdict.EXCESS, Verdict.CHANGED_THOUGH_REFUSED)
BAD = (*EXCESS, Verdict.UNTESTED, Verdict.SHORTFALL, Verdict.HOLLOW)
SHORT = {"read", "create", "create-over", "delete"}
INSIDE_READ = {"read", "stat"}
INSIDE_CHANGES = {"create", "create-over", "mkdir", "rename", "rename-over", "delete"}

RIGHTS = {
    "create-overwrites": {"create:create-over", "create-read:create-over"},
    "create-deletes": {"create:delete", "create-read:delete"},
    "create-renames-over": {"create:rename-over", "create-read:rename-over"},
    "create-reads": {"create:read"},
    "modify-reads": {"modify:read"},
    "stage-reads": {"stage:read"},
    "poll-stats": {"poll:stat"},
    "read-stages": {"read:stage", "create-read:stage"},
    "read-deletes": {"read:delete", "create-read:delete", "duplicate-members:delete"},
}
FLAWED = {
    "ignores-audience": "audience-wrong audience-other-spelling",
    "normalises-audience": "audience-other-spelling",
    "accepts-no-audience": "audience-missing",
    "accepts-expired": "expired",
    "accepts-not-yet-valid": "not-yet-valid",
    "accepts-no-expiry": "no-expiry",
    "accepts-wrong-issuer": "wrong-issuer",
    "accepts-unknown-key": "unknown-key",
    "accepts-other-key": "other-key",
    "accepts-key-in-header": "key-in-header",
    "accepts-tampered": "tampered",
    "accepts-unsigned": "unsigned",
    "accepts-hmac-public-key": "hmac-public-key",
    "accepts-unknown-critical": "unknown-critical",
    "accepts-unknown-version": "unknown-version",
}
WAYS = ("traversal", "encoded-dot", "encoded-separator")


def test_a_service_that_enforces_the_profile_has_no_finding(tmp_path: Path) -> None:
    door = storage()
    done = probe(door, tmp_path / "record")
    assert cells(done, *BAD) == set()
    assert done.problems == ()
    assert done.left == ()
    assert door.checksum() == door.pristine
    assert done.tested == 472 == len(done.results)
    assert done.requests == len(door.demands) < 1600


def test_a_stricter_service_has_no_finding_either(tmp_path: Path) -> None:
    door = storage("refuses-any", "refuses-unnormalised")
    done = probe(door, tmp_path / "record")
    assert cells(done, *BAD) == set()
    assert of_kind(cells(done, Verdict.OPEN_REFUSED), "audience-any") == SHORT


@pytest.mark.parametrize("flaw", RIGHTS)
def test_a_right_that_gives_more_is_found(flaw: str, tmp_path: Path) -> None:
    done = probe(storage(flaw), tmp_path / "record")
    assert cells(done, *EXCESS) == RIGHTS[flaw]
    assert cells(done, *BAD) == RIGHTS[flaw]


@pytest.mark.parametrize("flaw", FLAWED)
def test_an_accepted_flaw_of_a_token_is_found(flaw: str, tmp_path: Path) -> None:
    done = probe(storage(flaw), tmp_path / "record")
    assert cells(done, *BAD) == {
        f"{kind}:{case}" for kind in FLAWED[flaw].split() for case in SHORT
    }


def test_of_duplicate_members_the_first_must_not_count(tmp_path: Path) -> None:
    done = probe(storage("first-member-counts"), tmp_path / "record")
    assert cells(done, *BAD) == {f"duplicate-members:{case}" for case in SHORT - {"read"}}


@pytest.mark.parametrize("way", WAYS)
def test_a_way_out_of_the_scope_is_found(way: str, tmp_path: Path) -> None:
    found = cells(probe(storage(way), tmp_path / "record"), *BAD)
    assert found == {f"{kind}:read-{way}" for kind in ("read", "create-read")} | {
        f"modify:delete-{way}"
    }


def test_a_prefix_that_is_a_string_is_found(tmp_path: Path) -> None:
    found = cells(probe(storage("sibling-prefix"), tmp_path / "record"), *BAD)
    assert of_kind(found, "read") == {"read-sibling"}
    assert of_kind(found, "create") == {"create-sibling", "rename-out"}
    assert of_kind(found, "modify") == {
        "create-sibling",
        "rename-out",
        "overwrite-sibling",
        "delete-sibling",
    }
    assert {name.partition(":")[0] for name in found} == {"read", "create", "modify", "create-read"}


@pytest.mark.parametrize("kind", ["pathless", "empty-path"])
def test_a_scope_without_a_path_that_counts_as_the_root_is_found(kind: str, tmp_path: Path) -> None:
    found = cells(probe(storage(f"{kind}-is-root"), tmp_path / "record"), *BAD)
    assert {name.partition(":")[0] for name in found} == {kind}
    assert INSIDE_CHANGES | {"read-outside", "delete-outside", "list"} <= of_kind(found, kind)


@pytest.mark.parametrize(
    ("flaw", "kind"),
    [
        ("scitokens-words", "scitokens-words"),
        ("unknown-words", "unknown-words"),
        ("groups-add", "groups-beside"),
        ("compute-may-all", "compute"),
        ("scopeless-may-all", "scopeless"),
    ],
)
def test_rights_out_of_nothing_are_found(flaw: str, kind: str, tmp_path: Path) -> None:
    found = cells(probe(storage(flaw), tmp_path / "record"), *BAD)
    assert {name.partition(":")[0] for name in found} == {kind}
    assert of_kind(found, kind) >= INSIDE_CHANGES


def test_writing_without_a_token_is_found_and_reading_is_left_to_the_site(tmp_path: Path) -> None:
    done = probe(storage("anonymous-writes", "public"), tmp_path / "record")
    assert of_kind(cells(done, *BAD), "none") >= INSIDE_CHANGES
    assert of_kind(cells(done, Verdict.OPEN_ALLOWED), "none") >= INSIDE_READ


def test_what_is_public_is_told_beside_the_excess(tmp_path: Path) -> None:
    done = probe(storage("public", "create-reads"), tmp_path / "record")
    (result,) = [each for each in done.results if each.cell == "https:create:read"]
    assert result.verdict is Verdict.EXCESS
    assert "everybody" in result.why


def test_refused_and_done_is_the_gravest(tmp_path: Path) -> None:
    door = storage("refused-but-done")
    done = probe(door, tmp_path / "record")
    grave = cells(done, Verdict.CHANGED_THOUGH_REFUSED)
    assert of_kind(grave, "read") >= INSIDE_CHANGES | {"delete-outside", "delete-traversal"}
    assert of_kind(grave, "unsigned") == SHORT - {"read"}
    assert cells(done, Verdict.EXCESS) == set()
    assert door.checksum() == door.pristine


@pytest.mark.parametrize(
    ("flaw", "case"), [("leaves-empty-file", "create"), ("truncates-first", "create-over")]
)
def test_a_refusal_that_leaves_something_behind_is_found(
    flaw: str, case: str, tmp_path: Path
) -> None:
    door = storage(flaw)
    done = probe(door, tmp_path / "record")
    (result,) = [each for each in done.results if each.cell == f"https:expired:{case}"]
    assert result.verdict is Verdict.CHANGED_THOUGH_REFUSED
    assert result.effect is Effect.OTHERWISE
    assert "a file of 0 bytes" in result.after
    assert door.checksum() == door.pristine


def test_content_in_a_refusal_is_a_leak(tmp_path: Path) -> None:
    done = probe(storage("leaks-in-refusal"), tmp_path / "record")
    found = cells(done, *EXCESS)
    assert "unsigned:read" in found
    (result,) = [each for each in done.results if each.cell == "https:unsigned:read"]
    assert result.why.startswith("the content came with the refusal")


def test_a_service_that_says_yes_and_does_nothing(tmp_path: Path) -> None:
    done = probe(storage("hollow", "ignores-scopes"), tmp_path / "record")
    assert "unsigned:delete" in cells(done, Verdict.EXCESS)
    assert "read:overwrite-sibling" in cells(done, Verdict.HOLLOW)


def test_a_service_that_ignores_scopes(tmp_path: Path) -> None:
    door = storage("ignores-scopes")
    found = cells(probe(door, tmp_path / "record"), *EXCESS)
    assert of_kind(found, "tampered") == SHORT
    assert of_kind(found, "poll") >= INSIDE_READ | INSIDE_CHANGES
    assert door.checksum() == door.pristine


def test_a_token_that_comes_back_is_not_recorded(tmp_path: Path) -> None:
    door = storage("echoes-token")
    probe(door, tmp_path / "record")
    record = (tmp_path / "record").read_text()
    assert "(token)" in record
    assert not any(value in record or value[-20:] in record for value in door.source.issued)
