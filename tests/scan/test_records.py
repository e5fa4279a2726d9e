"""Records: what is told of each token agrees with what is told of all, and with the token alone."""

import base64
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial, reduce
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from msgspec import structs

from tests.judging import QUICK_HEADER, Answer, Scripted, catalogue, read, reader, settings
from tests.minting import NOW, claims, mint
from tests.scan.sieving import FENCE, Given, broken, judged_alone, odd, others, unsigned
from tokenlint.credentials.token import Form
from tokenlint.errors import EngineError
from tokenlint.policy.finding import RawFinding
from tokenlint.policy.macaroon_subject import MacaroonSubject
from tokenlint.policy.proxy_subject import ProxySubject
from tokenlint.policy.workflow_subject import WorkflowSubject
from tokenlint.scan import worker
from tokenlint.scan.jobs import plan
from tokenlint.scan.judge import ShapeJudge
from tokenlint.scan.local import read_here, read_locally
from tokenlint.scan.recording import Recorded, RecordingCounts
from tokenlint.scan.records import UNKNOWN, Common, Joiner, Record
from tokenlint.scan.rows import Collector, Recording, Row
from tokenlint.scan.run import Judging, Scan, scan
from tokenlint.scan.summary import Summary
from tokenlint.scan.worker import Setup
from tokenlint.source import Source
from tokenlint.trustspace.calibration import Calibration
from tokenlint.workflows.declaration import Workflow

SETUP = Setup(settings(), Calibration.default(), recording=Recording(b"a key of this test"))


@dataclass
class Run:
    """A scan with the parts and the records that came of it."""

    scan: Scan
    parts: Sequence[Summary]
    records: Sequence[Record]

    @property
    def summary(self) -> Summary:
        return reduce(Summary.merged, self.parts, Summary())


def run(
    *paths: Path,
    setup: Setup = SETUP,
    answer: Answer | None = None,
    against: Workflow | None = None,
    workers: int = 1,
) -> Run:
    """Scan some files with a scripted engine, as a process of its own would."""
    worker._mine.worker = None
    parts: list[Summary] = []
    records: list[Record] = []
    joiner = Joiner(setup.settings)

    def take(part: Summary, judge: ShapeJudge) -> None:
        parts.append(part)
        records.extend(joiner.records(part, judge))

    todo = plan(paths, workers)
    judging = Judging(Scripted(answer), catalogue(), setup, against)
    done = scan(todo, read_locally(setup, todo.jobs, workers), judging, take=take)
    return Run(done, parts, records)


def written(folder: Path, *lines: bytes) -> Path:
    """A log with these lines."""
    file = folder / "access.txt"
    file.write_bytes(b"".join(line + b"\n" for line in lines))
    return file


def by_lifetime(facts: Mapping[str, Any]) -> list[RawFinding]:
    """Speaks of tokens that live long, and of nothing else."""
    if facts["kind"] != "token":
        return []
    seconds = facts["credential"]["lifetime"].get("seconds", 0)
    return [RawFinding("LIF001", ("/credential/lifetime",), {})] if seconds > 3600 else []


# --- any input ------------------------------------------------------------------------------

scopes = st.lists(
    st.sampled_from(
        ("storage.read:/data/a", "storage.read:/data/b", "storage.read:/more/c", "storage.modify:/")
    ),
    max_size=3,
).map(" ".join)
bodies = st.fixed_dictionaries(
    {
        "iss": st.sampled_from(("https://a.example", "https://b.example", None)),
        "aud": st.sampled_from(
            ("https://s.example", ["https://s.example", "https://t.example"], None,
             "https://wlcg.cern.ch/jwt/v1/any")
        ),
        "sub": st.sampled_from(("anna", "0b6f8c1e", None)),
        "jti": st.sampled_from(("first-of-all", "second-of-all", None)),
        "scope": scopes,
        "exp": st.sampled_from((NOW - 10, NOW + 900, NOW + 9 * 86_400, None, 1.5)),
        "odd": st.sampled_from((None, 0.5)),
    }
)  # fmt: skip
tokens = st.builds(
    mint,
    bodies.map(lambda body: claims(**body)),
    st.sampled_from((QUICK_HEADER, {"alg": "none"})),
).map(str.encode)
Layer = Callable[[bytes], bytes]
LAYERS: tuple[Layer, ...] = (
    lambda token: b"Authorization: Bearer " + token,
    lambda token: b'{"token": "' + token + b'"}',
    lambda token: b"?authz=" + quote(token).replace(".", "%2E").encode(),
    lambda token: b"b64 " + base64.b64encode(token),
    lambda token: token.rpartition(b".")[0],  # the signature was cut off
    lambda token: token.rpartition(b".")[0] + b".<redacted>",
    lambda token: token[: len(token.rpartition(b".")[0]) - 9],  # within the claims
)
CERTIFICATE = b"-----BEGIN CERTIFICATE-----\nMIIC" + b"A" * 60 + b"\n-----END CERTIFICATE-----"
OTHERS = st.sampled_from(others()).map(lambda given: given.shown + FENCE) | st.just(CERTIFICATE)
lines = st.lists(
    st.builds(lambda wrap, token: wrap(token), st.sampled_from(LAYERS), tokens) | OTHERS,
    min_size=1,
    max_size=8,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("logs")


@hypothesis_settings(max_examples=60)
@given(lines)
def test_records_agree_with_the_numbers_of_the_scan(folder: Path, some: list[bytes]) -> None:
    done = run(written(folder, *some))
    numbers, records = done.scan.statistics, done.records
    rows, commons = [each.row for each in records], [each.common for each in records]
    assert len(rows) == numbers.tokens
    assert all(row.shape and row.fingerprint for row in rows)
    shapes = {digest.hex(): tally for digest, tally in done.summary.shapes.items()}
    assert Counter(row.shape for row in rows) == {name: t.count for name, t in shapes.items()}
    for name, tally in shapes.items():
        first = min((row.file, row.offset, row.line) for row in rows if row.shape == name)
        assert first == tally.place
    assert len({row.fingerprint for row in rows}) == numbers.distinct.count
    assert len({row.subject for row in rows if row.subject}) == numbers.subjects.count
    assert sum(common.valid is True for common in commons) == numbers.valid
    assert _groups(numbers.issuers) == Counter(map(_issuer, commons))
    assert _groups(numbers.profiles) == Counter(each.profile for each in commons)
    good = [each for each in commons if not each.anywhere and _usable(each)]
    named = Counter(name for each in good for name in each.audiences)
    assert _groups(each for each in numbers.audiences if each.name[0] != "(") == named
    assert _groups(numbers.magnitudes) == Counter(map(_tenth, commons))
    layers = Counter(" in ".join(reversed(row.layers)) for row in rows if row.layers)
    missing = Counter(row.missing for row in rows if not row.whole)
    for noted, told in ((numbers.wrapped, layers), (numbers.broken, missing)):
        assert {name: _groups(noted)[name] for name in told} == told
    lost = _groups(numbers.broken) - missing  # cut before the claims are whole: only noted
    assert set(lost) <= {"cut in the claims", "cut in the header"}
    assert sum(lost.values()) == sum(map(_ends_in_claims, some))
    assert _groups(numbers.others) == Counter(r.kind for r in rows if r.kind not in ("jwt", "jwe"))


def _issuer(common: Common) -> str:
    if common.profile in ("macaroon", "proxy"):
        return f"(a {common.profile})"
    return common.issuer or "(missing)"


def _usable(common: Common) -> bool:
    return common.form != "unreadable" and common.lifetime_form != "invalid"


def _ends_in_claims(line: bytes) -> bool:
    return line.startswith(b"ey") and line.count(b".") == 1 and not _is_object(line)


def _is_object(line: bytes) -> bool:
    """Whether the claims are whole."""
    try:
        json.loads(base64.urlsafe_b64decode(line.split(b".")[1] + b"==="))
    except ValueError:
        return False
    return True


def _groups(groups: Iterable[Any]) -> Counter[str]:
    return Counter({group.name: group.tokens for group in groups if group.tokens})


def _tenth(common: Common) -> str:
    tenth = min(9, int((common.magnitude or 0.0) * 10))
    return f"{tenth / 10:.1f} to {(tenth + 1) / 10:.1f}"


@hypothesis_settings(max_examples=60)
@given(st.lists(tokens, min_size=1, max_size=6))
def test_a_record_tells_what_the_token_alone_tells(folder: Path, some: list[bytes]) -> None:
    """Tokens of one shape share an evaluation, and none is told what holds for another."""
    done = run(written(folder, *some), answer=by_lifetime)
    assert len(done.records) == len(some)
    for token, (row, common) in zip(some, done.records, strict=True):
        alone = reader().token(token, Source("-"))
        assert row.fingerprint == alone.token.fingerprint
        assert common.form == alone.token.form.value
        assert common.profile == alone.token.profile.value
        assert common.issuer == (alone.token.claims.get("iss") or "")
        assert common.anywhere == alone.view.privilege.audience.unlimited
        assert common.lifetime == alone.view.lifetime.get("seconds")
        assert common.vector == alone.view.vector
        assert common.magnitude == pytest.approx(alone.view.vector.magnitude)
        assert common.rules == tuple(found.rule for found in by_lifetime(alone.facts))


@hypothesis_settings(max_examples=60)
@given(lines)
def test_a_place_is_where_the_credential_begins(folder: Path, some: list[bytes]) -> None:
    file = written(folder, b"nothing here", *some)
    data = file.read_bytes()
    for row, _ in run(file).records:
        assert row.line == data.count(b"\n", 0, row.offset) + 1
        if not row.layers and row.kind == "jwt":
            token = data[row.offset :].split(b'"')[0].split(b"<")[0].split()[0]
            assert reader().token(token, Source("-")).token.fingerprint == row.fingerprint


def test_a_token_that_is_found_whole_and_cut_is_one(tmp_path: Path) -> None:
    token = mint(claims(), QUICK_HEADER)
    done = run(written(tmp_path, token.encode(), token.rpartition(".")[0].encode()))
    assert len({row.fingerprint for row, _ in done.records}) == 1
    assert [row.whole for row, _ in done.records] == [True, False]
    assert done.scan.statistics.distinct.count == 1


def test_irregular_tokens_of_equal_facts_that_stand_apart_are_two_shapes(tmp_path: Path) -> None:
    paths = ("/a/b/c", "/a/b/d"), ("/a/b/c", "/e/f/g")
    some = [
        mint(claims(odd=0.5, scope=f"storage.read:{one} storage.read:{two}")).encode()
        for one, two in paths
    ]
    done = run(written(tmp_path, *some))
    alone = [reader().token(token, Source("-")).view.vector for token in some]
    assert [common.vector for _, common in done.records] == alone
    assert alone[0] != alone[1]


# --- single tokens --------------------------------------------------------------------------


def one(folder: Path, line: bytes, **more: Any) -> Record:
    (record,) = run(written(folder, line), **more).records
    return record


def test_personal_data_is_told_apart_and_not_told(tmp_path: Path) -> None:
    bodies = [claims(sub=name, client_id="fts", jti=f"{name}-123456") for name in ("anna", "bert")]
    file = written(tmp_path, *[mint(body).encode() for body in (*bodies, bodies[0])])
    rows = [row for row, _ in run(file).records]
    assert rows[0].subject == rows[2].subject != rows[1].subject
    assert rows[0].client == rows[1].client
    assert {len(row.subject) for row in rows} == {16}
    assert "anna" not in repr(rows)
    again = run(file, setup=replace(SETUP, recording=Recording(b"another key"))).records
    assert again[0].row.subject not in {row.subject for row in rows}
    assert again[0].row.token_id == rows[0].token_id


def test_a_token_id_is_found_by_whoever_has_it(tmp_path: Path) -> None:
    import hashlib

    row, _ = one(tmp_path, mint(claims(jti="id-of-a-token")).encode())
    assert row.token_id == hashlib.sha256(b"id-of-a-token").hexdigest()[:16]


def test_no_row_holds_a_usable_token(tmp_path: Path) -> None:
    inner = mint(claims())
    body = claims(scope=f"storage.read:/{inner}", aud=[inner], iss=inner, refresh=inner)
    record = one(tmp_path, mint(body).encode())
    signature = inner.rpartition(".")[2]
    assert signature not in repr(record)
    assert record.row.scope == ("(token not shown)",)


def test_lists_and_items_are_bounded(tmp_path: Path) -> None:
    scope = " ".join(f"storage.read:/{number}" for number in range(100))
    long = "storage.read:/" + "a" * 500
    row, common = one(tmp_path, mint(claims(scope=scope, aud=["https://s.example"] * 70)).encode())
    assert row.scope is not None
    assert (len(row.scope), row.scope[-1]) == (65, "(and 36 more)")
    assert (len(common.audiences), common.audiences[-1]) == (65, "(and 6 more)")
    row, _ = one(tmp_path, mint(claims(scope=long)).encode())
    assert row.scope is not None
    assert len(row.scope[0]) == 120


@pytest.mark.parametrize(
    ("changes", "issued"),
    [
        ({"iat": NOW}, True),
        ({"iat": -(10**11)}, False),
        ({"iat": 10**300}, False),
        ({"iat": "now"}, False),
        ({"iat": NOW + 0.5}, True),
    ],
)
def test_times_that_no_calendar_knows_are_unknown(
    tmp_path: Path, changes: dict[str, Any], *, issued: bool
) -> None:
    row, _ = one(tmp_path, mint(claims(**changes)).encode())
    assert (row.issued is not None) is issued


def test_names_that_are_no_unicode_are_spelled_out(tmp_path: Path) -> None:
    text = json.dumps(claims(scope="storage.read:/\ud800", sub="\udfff", jti="\ud800\ud800aaaaaa"))
    odd = tmp_path / "caf\udce9.txt"
    odd.write_text(mint(text))
    ((row, _),) = run(odd).records
    assert row.file.endswith("caf\\udce9.txt")
    assert row.scope == ("storage.read:/\\ud800",)
    assert row.subject


def test_an_encrypted_token_and_one_that_is_no_token(tmp_path: Path) -> None:
    header = base64.urlsafe_b64encode(b'{"alg":"RSA-OAEP","enc":"A256GCM"}').rstrip(b"=")
    parts = [header, b"a" * 40, b"a" * 16, b"b" * 40, base64.urlsafe_b64encode(b"x" * 16)[:22]]
    file = written(tmp_path, b"t " + b".".join(parts), CERTIFICATE)
    jwe, other = run(file).records
    assert (jwe.row.kind, jwe.common.form) == ("jwe", Form.ENCRYPTED.value)
    assert (other.row.kind, other.row.whole) == ("certificates", False)
    assert other.row.missing == "cut in a certificate"
    assert (other.common.profile, other.common.valid) == ("proxy", False)


@pytest.mark.parametrize("number", range(len(others())))
def test_other_credentials_are_told_by_what_they_have_in_common(
    tmp_path: Path, number: int
) -> None:
    """Without what only a token says, and without what would let somebody use them."""
    given = others()[number]

    def speaks(facts: Mapping[str, Any]) -> list[RawFinding]:
        return [RawFinding("MAC001", ("/kind",), {})] if facts["kind"] == "macaroon" else []

    row, common = one(tmp_path, given.shown + FENCE, answer=speaks)
    alone = judged_alone(given.judged)
    assert isinstance(alone, MacaroonSubject | ProxySubject)
    is_macaroon = isinstance(alone, MacaroonSubject)
    read = alone.macaroon if isinstance(alone, MacaroonSubject) else alone.proxy
    assert (row.fingerprint, row.whole) == (read.fingerprint, given.whole)
    assert row.kind.startswith("macaroon" if is_macaroon else "certificates")
    assert common.profile == alone.document.kind == ("macaroon" if is_macaroon else "proxy")
    assert common.rules == (("MAC001",) if is_macaroon else ())
    assert (common.form, common.issuer, common.lifetime) == ("", "", None)
    assert (row.subject, row.token_id, row.scope, row.expiry) == ("", "", None, None)
    vector = alone.document.vector
    assert common.magnitude == (pytest.approx(vector.magnitude) if vector else None)
    text = given.shown.decode()
    assert text[-30:] not in repr((row, common))


@pytest.mark.parametrize("given", unsigned()[:4], ids=range(4))
def test_a_token_without_its_signature_is_told_as_if_it_had_one(
    tmp_path: Path, given: Given
) -> None:
    (row, common) = one(tmp_path, given.shown)
    whole_row, whole_common = one(tmp_path, given.judged)
    assert (row.whole, whole_row.whole) == (False, True)
    assert row.missing
    assert row.fingerprint == whole_row.fingerprint
    assert row.shape != whole_row.shape
    assert common.valid is False
    assert whole_common.valid is True or given.judged == odd()[0]
    assert structs.replace(common, valid=whole_common.valid) == whole_common


@pytest.mark.parametrize("given", broken(), ids=range(len(broken())))
def test_a_token_that_ends_before_its_claims_do_is_no_record(tmp_path: Path, given: Given) -> None:
    done = run(written(tmp_path, given.shown))
    assert done.records == []
    assert [seen.tokens for seen in done.scan.statistics.broken] == [1]


def test_excess_and_rules_are_those_of_the_token_s_own_paths(tmp_path: Path) -> None:
    """Tokens for two files have one shape, but not where a need is compared with their paths."""
    (subject,) = read(NEED).subjects
    assert isinstance(subject, WorkflowSubject)
    bodies = [claims(scope=f"storage.read:/data/set{number}") for number in (2, 1)]
    file = written(tmp_path, *[mint(body, QUICK_HEADER).encode() for body in bodies])

    def unneeded(facts: Mapping[str, Any]) -> list[RawFinding]:
        missing = facts.get("comparison", {}).get("missing")
        return [RawFinding("SCP017", ("/credential",), {})] if missing else []

    setup = replace(SETUP, letters=frozenset({"path_text"}))
    first, second = run(file, setup=setup, answer=unneeded, against=subject.workflow).records
    assert (first.common.rules, second.common.rules) == (("SCP017",), ())
    assert second.common.excess == 0


NEED = """\
tokenlint: workflows/1
services:
  disk: {audience: https://storage.example, kind: storage}
workflows:
  reading:
    kind: pilot-job
    operations:
      - {operation: read, service: disk, path: /data/set1}
    usable_for: 1h
"""


# --- engines that fail, shapes too many ------------------------------------------------------


def test_what_no_engine_judged_has_no_rules(tmp_path: Path) -> None:
    def dead(_: Mapping[str, Any]) -> list[RawFinding]:
        raise EngineError("it died")

    done = run(written(tmp_path, mint(claims()).encode()), answer=dead)
    ((_, common),) = done.records
    assert common.rules is None
    assert common.magnitude
    assert done.scan.report.errors


def test_rules_that_the_run_leaves_out_are_not_told(tmp_path: Path) -> None:
    line = mint(claims(exp=NOW + 9 * 86_400)).encode()
    assert one(tmp_path, line, answer=by_lifetime).common.rules == ("LIF001",)
    fewer = replace(SETUP, settings=settings(codes=frozenset({"AUD001"})))
    assert one(tmp_path, line, answer=by_lifetime, setup=fewer).common.rules == ()


def test_a_shape_that_is_not_kept_is_told_as_far_as_it_is_known(tmp_path: Path) -> None:
    setup = SETUP
    todo = plan([written(tmp_path, mint(claims()).encode())], 1)
    ((_, part),) = read_here(setup, todo.jobs)
    assert isinstance(part, Recorded)
    with ShapeJudge(Scripted(), setup.reader()) as judge:
        (record,) = Joiner(setup.settings).records(replace(part, shapes={}), judge)
    assert (record.row.fingerprint != "", record.common) == (True, UNKNOWN)


def test_what_is_known_of_shapes_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tokenlint.scan.records._MOST_KNOWN", 2)
    (folder := tmp_path / "logs").mkdir()
    for number in range(6):
        body = claims(iss=f"https://i{number}.example")
        (folder / f"{number}.txt").write_text(mint(body) + "\n" + mint(claims()))
    monkeypatch.setattr("tokenlint.scan.jobs._MOST_TOGETHER", 1)
    issuers = [common.issuer for _, common in run(folder).records]
    assert sorted(set(issuers)) == ["https://i0.example", *issuers[2::2], "https://issuer.example"]


# --- volume ---------------------------------------------------------------------------------


def _rows(count: int) -> list[Row]:
    return [Row("f", number, "jwt", whole=True) for number in range(count)]


@pytest.mark.parametrize("most", [0, 500, 1 << 20])
def test_rows_that_wait_in_a_file_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr("tokenlint.scan.rows._ROWS_A_BLOCK", 10)
    monkeypatch.setattr("tokenlint.scan.rows._MOST_HELD", most)
    collector = Collector(str(tmp_path))
    for count in (95, 3, 0):
        for row in _rows(count):
            collector.add(row)
        rows = collector.finish()
        assert bool(rows.file) is (count > 3 or (count == 3 and most == 0)) or most == 1 << 20
        assert list(rows) == _rows(count)
    assert list(tmp_path.iterdir()) == []  # what was read is gone


def test_rows_are_dropped_where_they_can_wait_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of a job, since half of them would look like all."""
    monkeypatch.setattr("tokenlint.scan.rows._ROWS_A_BLOCK", 1)
    monkeypatch.setattr("tokenlint.scan.rows._MOST_HELD", 0)
    file = written(tmp_path, *[mint(claims()).encode()] * 3)
    gone = replace(SETUP, recording=Recording(b"key", str(tmp_path / "gone")))
    done = run(file, setup=gone)
    assert done.records == []
    (problem,) = done.scan.report.errors
    assert (problem.kind, problem.source.file) == ("records", str(file))
    assert "No such file" in problem.reason
    assert done.scan.statistics.tokens == 3


def test_rows_without_a_disk_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tokenlint.scan.rows._MOST_WITHOUT_FILE", 100)
    done = run(written(tmp_path, mint(claims()).encode()))
    assert done.records == []
    assert "more than" in done.scan.report.errors[0].reason


def test_a_job_that_broke_off_leaves_no_rows_to_the_next() -> None:
    counts = RecordingCounts(Recording(b"key"))
    counts.note("", b"a.b", {}, 0)
    counts.start()
    part = counts.summary()
    assert isinstance(part, Recorded)
    assert list(part.rows) == []


def test_a_summary_with_rows_merges_like_any_other(tmp_path: Path) -> None:
    todo = plan([written(tmp_path, mint(claims()).encode())], 1)
    worker._mine.worker = None
    ((_, noted),) = read_here(SETUP, todo.jobs)
    worker._mine.worker = None
    ((_, plain),) = read_here(replace(SETUP, recording=None), todo.jobs)
    assert isinstance(noted, Recorded)
    assert type(plain) is Summary
    assert Summary().merged(noted) == noted.merged(Summary()) == plain


def test_more_workers_find_the_same_records(tmp_path: Path) -> None:
    (folder := tmp_path / "logs").mkdir()
    token = partial(mint, header=QUICK_HEADER)
    for file in range(6):
        some = [token(claims(sub=f"{file}-{number}")) for number in range(20)]
        (folder / f"{file}.txt").write_text("\n".join(some))
    waiting = tmp_path / "waiting"
    waiting.mkdir()
    setup = replace(SETUP, recording=Recording(b"key", str(waiting)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tokenlint.scan.jobs._MOST_TOGETHER", 1)
        one, two = run(folder, setup=setup), run(folder, setup=setup, workers=2)
    assert len(two.records) == 120
    assert sorted(one.records, key=_place) == sorted(two.records, key=_place)
    files = [record.row.file for record in two.records]
    assert len([at for at in range(1, 120) if files[at] != files[at - 1]]) == 5  # job after job
    assert [record.row.file for record in one.records] == sorted(files)


def _place(record: Record) -> tuple[str, int]:
    return record.row.file, record.row.offset
