"""`tokenlint probe URL` from the options to the exit code, against reference servers."""

import json
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import Result
from jsonschema import Draft202012Validator

from tests.cli.command import tokenlint, use_running
from tests.conftest import ROOT
from tests.probe.reference import Hostile, Planted, Reference, hostile, reference
from tokenlint.cli.probe_records import record_of
from tokenlint.policy.engine import Engine
from tokenlint.probe.doors.address import read_address
from tokenlint.probe.issuer.server import TestIssuer
from tokenlint.probe.issuer.setting import Setting
from tokenlint.probe.storage import StorageTrials
from tokenlint.report.probe.json import schema

SOME = ("--kind", "read", "--kind", "create", "--kind", "expired")
_CLIENT = """
import sys
from pathlib import Path
from tokenlint.probe.sources.issuer import IssuerSource
from tokenlint.probe.token import Wish
scope, audience, lifetime, socket = sys.argv[1:]
wish = Wish(scope, (audience,), int(lifetime))
sys.stdout.write(IssuerSource(Path(socket)).token(wish).value)
"""


@dataclass(frozen=True)
class Bench:
    """A test issuer with its socket, and where records go."""

    issuer: TestIssuer
    socket: Path
    records: Path

    def probe(self, *arguments: str | Path, **environ: str) -> Result:
        given = ("run", "--no-config", "--rate", "10000", *arguments)
        return tokenlint("probe", *given, XDG_STATE_HOME=str(self.records), **environ)

    def asked(self, server: Reference, *arguments: str | Path) -> Result:
        """A probe that may write, with the tokens of the issuer."""
        given = (f"{server.url}/store", "--allow-write", "--issuer-socket", self.socket)
        return self.probe(*given, *arguments)


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    # The path of a socket may have a hundred characters, and that of a test's folder has more.
    with tempfile.TemporaryDirectory() as name, TestIssuer(Setting(plain=True)) as issuer:
        folder = Path(name)
        issuer.hand_out(folder / "s")
        yield Bench(issuer, folder / "s", folder / "state")


@pytest.fixture(autouse=True)
def _one_engine(monkeypatch: pytest.MonkeyPatch, shipped_engine: Engine) -> None:
    """One engine for all: to start one takes longer than a probe."""
    use_running(monkeypatch, shipped_engine)


def _trusting(bench: Bench, *flaws: Planted) -> dict[str, object]:
    keys = json.loads(bench.issuer._public.documents["/jwks"])
    return {"issuer": bench.issuer.issuer, "keys": keys, "flaws": frozenset(flaws)}


@pytest.fixture
def sound(bench: Bench) -> Iterator[Reference]:
    with reference(**_trusting(bench)) as server:  # type: ignore[arg-type]
        (server.root / "store").mkdir()
        yield server


@pytest.fixture
def flawed(bench: Bench) -> Iterator[Reference]:
    planted = _trusting(bench, Planted.CREATE_OVERWRITES, Planted.IGNORES_EXPIRY)
    with reference(**planted) as server:  # type: ignore[arg-type]
        (server.root / "store").mkdir()
        yield server


def test_a_sound_service_passes_and_is_left_as_it_was(bench: Bench, sound: Reference) -> None:
    done = bench.asked(sound, "--negative-audience", "--group", "/vo")
    assert done.exit_code == 0, done.output
    assert "no findings at or above medium" in done.stdout
    assert "Left out (32)" in done.stdout, "without tape nothing is staged or asked for"
    assert list((sound.root / "store").iterdir()) == []


def test_flaws_are_found_and_the_gravest_is_first(bench: Bench, flawed: Reference) -> None:
    done = bench.asked(flawed, *SOME, "--format", "json")
    assert done.exit_code == 1, done.output
    found = json.loads(done.stdout)
    Draft202012Validator(schema()).validate(found)
    codes = [finding["rule"] for finding in found["findings"]]
    assert codes == ["PRB002", "PRB010"]
    assert "$TOKEN" in json.dumps(found["findings"][0]["evidence"])


@pytest.mark.parametrize("format_", ["full", "concise", "sarif", "junit", "gitlab", "html"])
def test_every_format_tells_it(bench: Bench, flawed: Reference, format_: str) -> None:
    done = bench.asked(flawed, "--kind", "create", "--case", "create-over", "--format", format_)
    assert done.exit_code == 1
    assert "PRB002" in done.stdout


def test_annotations_bring_the_summary_of_the_job(
    bench: Bench, flawed: Reference, tmp_path: Path
) -> None:
    page = tmp_path / "summary.md"
    only = ("--kind", "create", "--case", "create-over", "--format", "github")
    given = (f"{flawed.url}/store", "--allow-write", "--issuer-socket", bench.socket, *only)
    done = bench.probe(*given, GITHUB_STEP_SUMMARY=str(page))
    assert done.stdout.startswith("::error ")
    assert "| critical | PRB002 |" in page.read_text()


def test_two_runs_are_compared(bench: Bench, flawed: Reference, tmp_path: Path) -> None:
    record = tmp_path / "record.jsonl"
    assert bench.asked(flawed, *SOME, "--record", record).exit_code == 1
    assert bench.asked(flawed, *SOME, "--record", record).exit_code == 1
    before = tmp_path / "record.jsonl.previous"
    same = tokenlint("probe", "diff", before, record)
    assert same.exit_code == 0, same.output
    assert "54 same" in same.stdout


def test_services_are_compared(bench: Bench, sound: Reference, flawed: Reference) -> None:
    done = bench.probe(
        f"good={sound.url}/store", f"bad={flawed.url}/store", "--allow-write",
        "--issuer-socket", bench.socket, "--kind", "create", "--diff",
        "--implementation", "good=xrootd@6.2.1", "--implementation", "bad=dcache@9.2.1",
        "--format", "json",
    )  # fmt: skip
    assert done.exit_code == 1, done.output
    apart = json.loads(done.stdout)["differences"]
    assert [cell["case"] for cell in apart["cells"]] == ["create-over"]
    assert apart["cells"][0]["allowed"] == ["bad"]
    assert apart["implementations"][0]["name"] == "dcache@9.2.1", "the most lenient is first"


def test_nobody_is_asked_while_one_of_the_records_is_in_use(
    bench: Bench, sound: Reference, flawed: Reference, tmp_path: Path
) -> None:
    services = (f"{sound.url}/store", f"{flawed.url}/store")
    given = ("--allow-write", "--issuer-socket", bench.socket, "--record", tmp_path)
    address = read_address(services[1])
    with closing(record_of(address, tmp_path, alone=False)):
        done = bench.probe(*services, *given, "--kind", "create")
    assert done.exit_code == 2, done.output
    assert "another probe uses this record" in done.stderr
    assert sound.log == flawed.log == []


def test_a_url_in_two_spellings_is_one_service(bench: Bench) -> None:
    given = ("--allow-write", "--issuer-socket", bench.socket)
    done = bench.probe("https://a.example/store", "https://a.example:443/store", *given)
    assert done.exit_code == 2
    assert "named twice" in done.stderr


def test_names_are_of_one_service_each(bench: Bench) -> None:
    given = ("--allow-write", "--dry-run")
    twice = bench.probe("a=https://a.example/store", "a=https://b.example/store", *given)
    assert twice.exit_code == 2
    assert "the same name" in twice.stderr
    strange = bench.probe("a=https://a.example/store", *given, "--implementation", "b=dcache@10")
    assert strange.exit_code == 2
    assert "one of a, https://a.example/store before the =" in strange.stderr
    for named in ("a=dcache@10", "https://a.example/store=dcache@10", "dcache@10"):
        done = bench.probe("a=https://a.example/store", *given, "--implementation", named)
        assert done.exit_code == 0, done.output


@pytest.mark.parametrize(
    ("tls", "says", "advice"),
    [
        (True, "the certificate of localhost:", "--ca"),
        (False, "answers with what is no TLS", "look whether this port speaks the protocol"),
    ],
)
def test_a_service_that_cannot_be_asked_is_told_with_its_own_advice(
    bench: Bench, tls: bool, says: str, advice: str
) -> None:
    with reference(tls=tls) as server:
        url = f"https://localhost:{server.url.rpartition(':')[2]}/store"
        done = bench.probe(url, "--allow-write", "--issuer-socket", bench.socket)
    assert done.exit_code == 4, done.output
    words = " ".join(done.stdout.split())
    assert "! nothing was tested: no test folder was made: " in words
    assert says in words
    assert advice in words.partition("advice")[2]
    assert "issuer of the token" not in words, "no token was ever looked at"


def test_a_service_that_trusts_another_issuer_is_told_so(bench: Bench) -> None:
    with reference() as server:
        done = bench.asked(server)
    assert done.exit_code == 4
    words = " ".join(done.stdout.split())
    assert "no test folder was made: reading gives 401, metadata 401" in words
    assert f"trusts the issuer of the token, knows itself as {server.url} (--audience)" in words


def test_a_token_command_that_fails_is_told_before_anything_is_asked(
    bench: Bench, sound: Reference
) -> None:
    command = f"{sys.executable} -c 'import sys; sys.exit(3)' {{scope}} {{audience}}"
    done = bench.probe(f"{sound.url}/store", "--allow-write", "--token-command", command)
    assert done.exit_code == 4, done.output
    words = " ".join(done.stdout.split())
    assert "the token that may do everything in the test folder did not come" in words
    assert "advice run the command of --token-command by hand" in words
    assert [entry for entry in sound.log if entry.method != "GET"] == []


@pytest.mark.parametrize(
    ("url", "options", "advice"),
    [
        ("http://disk.example/store", ("--allow-write",), "--insecure-http"),
        ("https://disk.example/store", (), "(--allow-write), or name a file that it may read (--e"),
        ("https://disk.example/store", ("--existing", "old.txt"), "it begins with a slash"),
        ("ftp://disk.example/store", ("--allow-write",), "the schemes are arc, arc+https, "),
    ],
)
def test_advice_names_the_option(
    bench: Bench, url: str, options: tuple[str, ...], advice: str
) -> None:
    done = bench.probe(url, "--issuer-socket", bench.socket, *options)
    assert done.exit_code == 2
    assert advice in done.stderr


def test_a_plan_needs_no_tokens_and_tells_all_that_are_wanted(bench: Bench) -> None:
    url = "https://disk.example/store"
    done = bench.probe(url, "--allow-write", "--folder", "test", "--dry-run")
    assert done.exit_code == 0, done.output
    for words in ("all rights storage.read:/store/test", "hmac-public-key", "no-expiry"):
        assert words in done.stdout
    assert "Left out (33)" in done.stdout, "without a group, and without leave"


def test_without_the_entitled_token_nothing_begins(bench: Bench, tmp_path: Path) -> None:
    file = tmp_path / "read"
    given = ("https://disk.example/store", "--allow-write", "--folder", "test")
    done = bench.probe(*given, "--token", f"read={file}")
    assert done.exit_code == 2
    assert "--token entitled=FILE" in done.stderr
    assert bench.probe(*given, "--token", f"read={file}", "--dry-run").exit_code == 0


def test_tokens_of_a_command(bench: Bench, flawed: Reference, tmp_path: Path) -> None:
    client = tmp_path / "client.py"
    client.write_text(f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{_CLIENT}")
    command = f"{sys.executable} -I {client} {{scope}} {{audience}} {{lifetime}} {bench.socket}"
    only = (
        "--kind",
        "create",
        "--kind",
        "unsigned",
        "--kind",
        "no-expiry",
        "--case",
        "create-over",
    )
    given = (f"{flawed.url}/store", "--allow-write", "--token-command", command)
    done = bench.probe(*given, *only)
    assert done.exit_code == 1, done.output
    assert "PRB002" in done.stdout
    words = " ".join(done.stdout.split())
    assert "no issuer gives out such a token; a test issuer does" in words
    assert words.count("no issuer gives out") == 1


def test_tokens_of_files(bench: Bench, sound: Reference, tmp_path: Path) -> None:
    for kind, scope in (
        ("entitled", "storage.read:/store/t storage.modify:/store/t"),
        ("create", "storage.create:/store/t/granted"),
    ):
        (tmp_path / kind).write_text(_token(bench, sound, scope))
        (tmp_path / kind).chmod(0o600)
    files = (f"--token=entitled={tmp_path}/entitled", f"--token=create={tmp_path}/create")
    given = (f"{sound.url}/store", "--allow-write", *files, "--kind", "create")
    named = bench.probe(*given, "--folder", "t")
    assert named.exit_code == 0, named.output
    unnamed = bench.probe(*given)
    assert unnamed.exit_code == 2
    assert "choose one by --folder" in unnamed.stderr


def _token(bench: Bench, server: Reference, scope: str) -> str:
    from tokenlint.probe.token import Wish

    return bench.issuer.source().token(Wish(scope, (server.audience,))).value


def test_the_disk_is_looked_at(bench: Bench, sound: Reference) -> None:
    done = bench.asked(sound, *SOME, "--local", sound.root / "store")
    assert done.exit_code == 0, done.output


def test_without_leave_nothing_is_written(bench: Bench, sound: Reference) -> None:
    (sound.root / "store" / "held").write_bytes(b"of somebody")
    given = (f"{sound.url}/store", "--issuer-socket", bench.socket, *SOME)
    refused = bench.probe(*given)
    assert refused.exit_code == 2
    assert "nothing may be written" in refused.stderr
    done = bench.probe(*given, "--existing", "/store/held")
    assert done.exit_code == 0, done.output
    assert {entry.method for entry in sound.log} <= {"GET", "PROPFIND"}


def test_a_dry_run_sends_nothing(bench: Bench) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.2)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/store"
        given = ("--allow-write", "--issuer-socket", "nowhere.sock", "--dry-run", *SOME)
        done = bench.probe(url, *given)
        assert done.exit_code == 0, done.output
        assert "25 create" in done.stdout
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize(
    "kind",
    [Hostile.GARBAGE, Hostile.CLOSES_AT_ONCE, Hostile.REDIRECTS],
    ids=lambda kind: kind.value,
)
def test_a_service_that_answers_badly_is_no_clean_one(bench: Bench, kind: Hostile) -> None:
    with hostile(kind, location="http://other.example/") as server:
        given = ("--allow-write", "--issuer-socket", bench.socket, "--timeout", "1")
        done = bench.probe(f"{server.url}/store", *given)
    assert done.exit_code == 4
    assert "set-up" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["https://disk.example/store", "--allow-write"], "no source of tokens"),
        (
            ["https://disk.example/s", "--issuer-socket", "s", "--token-command", "a {scope}"],
            "several sources",
        ),
        (
            ["https://disk.example/s", "--allow-write", "--issuer-socket", "s", "--kind", "creat"],
            "did you mean create?",
        ),
        (["https://disk.example/s", "--issuer-socket", "s", "--diff"], "only one is named"),
        (["https://a.example/s", "https://a.example/s", "--issuer-socket", "s"], "named twice"),
        (
            ["https://a.example/s", "https://b.example/s", "--audience", "x"],
            "--audience is about one service",
        ),
        (
            ["https://a.example/s", "https://b.example/s", "--local", "."],
            "--local is about one service",
        ),
        (["ftp://disk.example/s", "--issuer-socket", "s"], "https"),
        (["http://disk.example/s", "--allow-write", "--issuer-socket", "s"], "clear text"),
    ],
    ids=[
        "no-source",
        "two-sources",
        "kind",
        "diff",
        "twice",
        "audience",
        "local",
        "scheme",
        "clear-text",
    ],
)
def test_what_cannot_be_meant_is_refused(bench: Bench, arguments: list[str], said: str) -> None:
    done = bench.probe(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr


def test_the_service_may_have_a_base_path(bench: Bench) -> None:
    given = ("--allow-write", "--issuer-socket", "s", "--dry-run", "--folder", "t", *SOME)
    done = bench.probe("https://disk.example/pool/store", *given, "--base-path", "/pool")
    assert done.exit_code == 0, done.output
    assert "storage.create:/store/t/granted" in done.stdout
    assert "/pool/store/t, made, marked" in done.stdout


def test_tokens_for_others_are_sent_only_when_that_is_asked_for(bench: Bench) -> None:
    given = ("https://disk.example/s", "--allow-write", "--issuer-socket", "s", "--dry-run")
    careful, bold = bench.probe(*given), bench.probe(*given, "--negative-audience")
    reason = "a token for another audience is not sent here"
    assert reason in careful.stdout
    assert reason not in bold.stdout


def test_requests_are_bounded(bench: Bench, sound: Reference) -> None:
    done = bench.asked(sound, *SOME, "--max-requests", "150")
    assert done.exit_code == 4
    assert "150 requests do not suffice" in done.stdout
    assert len(sound.log) <= 150
    assert list((sound.root / "store").iterdir()) == [], "cleaning up was kept back"


def test_only_hosts_that_are_named_may_answer_instead(bench: Bench, sound: Reference) -> None:
    there = sound.url.replace("127.0.0.1", "localhost")
    with hostile(Hostile.REDIRECTS, location=f"{there}/store") as server:
        given = (f"{server.url}/store", "--allow-write", "--issuer-socket", bench.socket)
        refused = bench.probe(*given)
        assert not sound.log
        followed = bench.probe(*given, "--redirect-to", "localhost")
    assert "not named on the command line" in " ".join(refused.stdout.split())
    assert "not named" not in followed.stdout
    assert sound.log
    assert not any(entry.token for entry in sound.log), "the token stays with its host"


def test_nothing_is_sent_while_one_of_the_services_cannot_be_asked(
    bench: Bench, sound: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    given = ("--allow-write", "--issuer-socket", bench.socket, *SOME[:2])
    done = bench.probe(f"{sound.url}/store", "condor://ce.example:9619", *given)
    assert done.exit_code == 2
    assert "condor_ping" in done.stderr
    assert not sound.log


def test_the_url_may_be_the_first_word() -> None:
    given = ("--allow-write", "--issuer-socket", "s", "--dry-run", "--no-config")
    first = tokenlint("probe", "https://disk.example/store", *given)
    behind = tokenlint("probe", *given, "https://disk.example/store")
    assert first.exit_code == behind.exit_code == 0
    assert "issuer" in tokenlint("probe", "--help").stdout


def test_an_interrupted_probe_cleans_up_and_says_how_it_goes_on(
    bench: Bench, sound: Reference, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = tmp_path / "record"
    monkeypatch.setattr(StorageTrials, "strays", _ctrl_c)
    done = bench.asked(sound, "--kind", "create", "--record", record)
    assert done.exit_code == 4
    assert f"results so far are in {record}" in done.stderr
    assert list((sound.root / "store").iterdir()) == []
    monkeypatch.undo()
    again = bench.asked(sound, "--kind", "create", "--record", record)
    assert "with those of an earlier run" in again.stdout


def _ctrl_c(_: object) -> tuple[str, ...]:
    raise KeyboardInterrupt
