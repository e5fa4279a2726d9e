"""What a scan noted, as the rules of captures judge it; and what they say in the end."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from tests.credentials.schema import assert_valid
from tests.judging import QUICK_HEADER, Answer, Scripted, always, catalogue, fault, settings
from tests.minting import NOW, claims, mint
from tests.scan.making import setup
from tests.scan.sieving import FENCE, READER, logs, others, unsigned
from tokenlint.errors import EngineError
from tokenlint.policy.engine import EngineFault, Verdict
from tokenlint.policy.finding import RawFinding
from tokenlint.policy.settings import Settings, Waiver
from tokenlint.scan.capture import capture_of
from tokenlint.scan.jobs import plan
from tokenlint.scan.local import read_here
from tokenlint.scan.run import Judging, Scan, scan
from tokenlint.source import Source


def token(**changes: Any) -> bytes:
    return mint(claims(**changes), QUICK_HEADER).encode()


def noted(text: bytes) -> Mapping[str, Any]:
    """The facts on a capture of these bytes alone."""
    facts = capture_of(text, READER).facts
    assert_valid(facts)
    found: Mapping[str, Any] = facts["capture"]
    return found


def presented(text: bytes) -> dict[str, int]:
    return {each["context"]: each["tokens"] for each in noted(text)["presented"]}


# --- the document ---------------------------------------------------------------------------


def test_how_tokens_were_presented() -> None:
    one = token()
    lines = (
        b"GET /f?access_token=%s HTTP/1.1" % one,
        b"GET /f?authz=Bearer%%20%s HTTP/1.1" % one,
        b"+ curl -H 'Authorization: Bearer %s' https://s.example/f" % one,
        b"Authorization: Bearer " + one,
        b"GET /f?authz=" + others()[0].shown,
        one,
    )
    assert presented(b"\n".join(lines)) == {
        "query-string": 3,
        "command-line": 1,
        "authorization-header": 1,
        "file": 1,
    }
    subject = capture_of(b"\n".join(lines), READER)
    (at,) = [n for n, each in enumerate(subject.presented) if each.name == "query-string"]
    places = subject.places(f"/capture/presented/{at}")
    assert places == tuple(Source("<capture>", line) for line in (1, 2, 5))


@hypothesis_settings(max_examples=25)
@given(logs(lines=1))
def test_every_credential_was_presented_somehow(log: tuple[bytes, list[Any]]) -> None:
    found = noted(log[0])
    assert sum(each["tokens"] for each in found["presented"]) == len(
        [each for each in log[1] if each.judged]
    )


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        (token(), 1),
        (token() + b"\n" + token(), 2),
        (token(exp=NOW), 0),
        (token(exp=NOW + 1), 1),
        (token(exp=None, nbf=None, iat=None), 1),
        (token(exp="soon"), 1),  # nobody can tell, and not every service looks
        (token(iat=NOW + 9, nbf=NOW + 9, exp=NOW + 3), 0),  # it is never valid
        (token(nbf=NOW + 60, exp=NOW + 3600), 1),  # it can be kept until then
        (token() + b"\n" + unsigned()[0].shown, 1),
        (unsigned()[3].shown, 0),
        (others()[0].shown, 0),  # CAP003 is about tokens
        (others()[-1].shown, 0),
        (mint(claims(), {"alg": "none"}).encode(), 1),
        (b"nothing", 0),
    ],
    ids=range(14),
)
def test_valid_ones_are_tokens_that_somebody_can_use(text: bytes, valid: int) -> None:
    assert noted(text)["valid_tokens"] == valid


def test_ids_that_tokens_share_are_those_of_one_issuer() -> None:
    same = [token(jti="one-of-many", scope=f"storage.read:/{at}") for at in "ab"]
    third = token(jti="one-of-many", iss="https://other.example")
    assert noted(b"\n".join((*same, same[0], third)))["shared_token_ids"] == 1
    assert noted(b"\n".join((same[0], same[0], third)))["shared_token_ids"] == 0
    subject = capture_of(b"\n".join((b"x", *same)), READER)
    assert [place.line for place in subject.places("/capture/shared_token_ids")] == [2, 3]


def test_private_keys_stand_beside_their_certificates() -> None:
    whole = [each for each in others() if b"\n" in each.shown]
    with_key = [each for each in whole if each.shown != each.judged]
    text = b"x\n" + FENCE.join(each.shown for each in whole)
    assert noted(text)["private_keys"] == len(with_key) == 3
    places = capture_of(text, READER).places("/capture/private_keys")
    assert [text.split(b"\n")[place.line - 1] for place in places] == [
        b"-----BEGIN CERTIFICATE-----"
    ] * 3


REQUEST = b"> GET /f HTTP/1.1\n> Host: %s\n> Authorization: Bearer %s\n>\n\n"
STORAGE = {"aud": "https://storage.example"}


@pytest.mark.parametrize(
    ("host", "audience", "elsewhere"),
    [
        (b"storage.example", "https://storage.example", False),
        (b"storage.example:8443", "https://storage.example", False),
        (b"STORAGE.example", "https://storage.example:8443/path", False),
        (b"other.example", "https://storage.example", True),
        (b"other.example", ["https://storage.example", "https://other.example"], False),
        (b"other.example", "https://wlcg.cern.ch/jwt/v1/any", False),
        (b"other.example", None, False),
    ],
)
def test_tokens_in_the_traffic_of_a_host_that_they_are_not_for(
    host: bytes, audience: Any, *, elsewhere: bool
) -> None:
    found = noted(REQUEST % (host, token(aud=audience)))["elsewhere"]
    assert found == ([{"tokens": 1}] if elsewhere else [])


def test_what_is_elsewhere_is_told_by_host_and_audience() -> None:
    text = REQUEST % (b"b.example", token()) + REQUEST % (b"a.example", token(exp=NOW + 60))
    subject = capture_of(text, READER)
    assert [each.name for each in subject.elsewhere] == [
        f"{host}.example, although for https://storage.example" for host in "ab"
    ]
    assert [place.line for place in subject.places("/capture/elsewhere/0")] == [8]


def test_macaroons_are_for_whoever_made_them() -> None:
    """Their location is no audience that anybody checks, and their hosts have other names."""
    assert noted(REQUEST % (b"other.example", others()[0].shown))["elsewhere"] == []


# --- in a run -------------------------------------------------------------------------------


def scanned(
    *files: Path,
    answer: Answer | None = None,
    engine: Scripted | None = None,
    with_settings: Settings | None = None,
    log_of: str = "",
) -> Scan:
    made = setup() if with_settings is None else replace(setup(), settings=with_settings)
    judging = Judging(engine or Scripted(answer), catalogue(), made, log_of=log_of)
    todo = plan(files, 1)
    return scan(todo, read_here(made, todo.jobs), judging)


def of_the_capture(code: str, at: str, **more: Any) -> Answer:
    """A finding on the capture alone."""
    speaks = always(code, at, **more)
    return lambda document: speaks(document) if document["kind"] == "capture" else []


@pytest.fixture
def log(tmp_path: Path) -> Path:
    lines = [b"GET /f?authz=%s HTTP/1.1\n" % token(jti=f"{n}") for n in range(30)]
    (tmp_path / "log").write_bytes(b"x\n" + b"".join(lines))
    return tmp_path / "log"


def test_the_document_comes_last_and_once(log: Path) -> None:
    engine = Scripted()
    found = scanned(log, engine=engine)
    kinds = [document["kind"] for document in engine.asked]
    assert kinds == ["token", "capture"]
    assert engine.asked[-1]["capture"] == {
        "presented": [{"context": "query-string", "tokens": 30}],
        "valid_tokens": 30,
        "shared_token_ids": 0,
        "elsewhere": [],
        "private_keys": 0,
    }
    assert found.evaluated == found.statistics.shapes == 1


def test_a_finding_names_the_first_places_with_their_lines(log: Path) -> None:
    at = "/capture/presented/0"
    (finding,) = scanned(log, answer=of_the_capture("CAP001", at, tokens="#" + at)).report.findings
    assert [(each.source.file, each.source.line) for each in finding.locations] == [
        (str(log), line) for line in range(2, 12)
    ]
    assert finding.message.startswith("30 tokens")
    assert finding.evidence["tokens"] == 30


@pytest.mark.parametrize("log_of", ["", "other.example", "storage.example"])
def test_the_host_of_a_log_may_be_told(log: Path, log_of: str) -> None:
    """Then all tokens are counted, else the first of each shape is looked at."""
    engine = Scripted()
    scanned(log, engine=engine, log_of=log_of)
    elsewhere = engine.asked[-1]["capture"]["elsewhere"]
    assert elsewhere == ([{"tokens": 30}] if log_of == "other.example" else [])


def test_the_order_of_reading_changes_no_document(tmp_path: Path) -> None:
    written = [
        REQUEST % (b"other.example", token()),
        REQUEST % (b"storage.example", token()),
        token(exp=NOW - 5) + b"\n" + unsigned()[0].shown,
        b"GET /f?authz=%s HTTP/1.1\n" % token(),
        FENCE.join(each.shown for each in others()),
    ]
    for number, text in enumerate(written):
        (tmp_path / f"{number}").write_bytes(text)
    made = setup()
    asked: list[Sequence[Mapping[str, Any]]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tokenlint.scan.jobs._MOST_TOGETHER", 1)
        todo = plan([tmp_path], 1)
        for seed in range(4):
            engine = Scripted()
            read = list(read_here(made, todo.jobs))
            random.Random(seed).shuffle(read)  # noqa: S311
            scan(todo, iter(read), Judging(engine, catalogue(), made))
            asked.append(engine.asked)
    assert [each[-1] for each in asked] == [asked[0][-1]] * 4
    assert Counter(document["kind"] for document in asked[0])["capture"] == 1


@pytest.mark.parametrize(
    ("verdict", "kind", "reason"),
    [
        (EngineFault("it fell over", "pick it up"), "engine", "it fell over"),
        ([RawFinding("XYZ001", ("/kind",), {})], "policy", "XYZ001"),
        ([RawFinding("CAP003", ("/kind",), {"tokens": "1"})], "policy", "/kind"),
        ([RawFinding("CAP003", (), {"tokens": "1"})], "policy", "no place"),
        ([RawFinding("CAP003", ("/capture/valid_tokens",), {})], "policy", "tokens"),
        ([RawFinding("CAP001", ("/capture/presented/7",), {})], "policy", "presented/7"),
    ],
    ids=range(6),
)
def test_what_cannot_be_judged_or_told_is_an_error(
    log: Path, verdict: Verdict, kind: str, reason: str
) -> None:
    found = scanned(log, answer=lambda d: verdict if d["kind"] == "capture" else [])
    (problem,) = found.report.errors
    assert (problem.kind, problem.source.file) == (kind, "<scan>")
    assert reason in problem.reason
    assert found.report.findings == ()
    assert found.statistics.tokens == 30


def test_an_engine_that_dies_at_the_end_leaves_what_was_said_before(log: Path) -> None:
    class Dying(Scripted):
        def evaluate(self, documents: Sequence[Mapping[str, Any]]) -> list[Verdict]:
            if documents[0]["kind"] == "capture":
                raise EngineError("the engine is gone", advice="start it")
            return super().evaluate(documents)

    found = scanned(log, engine=Dying(always("SCP003")))
    assert [each.rule for each in found.report.findings] == ["SCP003"]
    assert [each.kind for each in found.report.errors] == ["engine"]


def test_an_engine_that_answers_nothing_leaves_the_numbers(log: Path) -> None:
    found = scanned(log, answer=fault)
    assert len(found.report.errors) == 2  # the only shape, and the capture
    assert found.statistics.valid == 30


def test_a_rule_that_is_left_out_or_waived_is_silent(log: Path) -> None:
    at = "/capture/valid_tokens"
    speaks = of_the_capture("CAP003", at, tokens="#" + at)
    assert [each.rule for each in scanned(log, answer=speaks).report.findings] == ["CAP003"]
    fewer = settings(codes=frozenset({"CAP001"}))
    assert scanned(log, answer=speaks, with_settings=fewer).report.findings == ()
    waiver = Waiver(str(log), ("CAP",), "a test of ours")
    report = scanned(log, answer=speaks, with_settings=settings(waivers=(waiver,))).report
    assert report.findings == ()
    assert [each.reason for each in report.suppressed] == ["a test of ours"]


def test_nothing_found_is_judged_as_well(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"nothing\n")
    engine = Scripted()
    scanned(tmp_path, engine=engine)
    (only,) = engine.asked
    assert only["capture"]["presented"] == []
    assert only["capture"]["valid_tokens"] == 0
