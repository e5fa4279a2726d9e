"""`tokenlint fix`: what it writes, what it refuses, and how it exits."""

import json
import secrets
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.cli.command import USUAL, program, tokenlint, use_running
from tests.conftest import ROOT
from tests.minting import claims, mint
from tokenlint.cli.schema import load
from tokenlint.fix import write as writing
from tokenlint.policy.engine import Engine

SERVICES = """\
tokenlint: workflows/1
services:
  disk: {audience: https://storage.example, kind: storage}
"""
WORKFLOW = """\
  {name}:
    kind: interactive-user
    operations:
      - {{operation: read, service: disk, path: /data/set1, by: user}}
    usable_for: 1h
    token:
      issuer: https://issuer.example
      audience: [https://storage.example]   # one only
      scope: {scope}
      lifetime: 1h
      grant: device-code
"""
TWICE = '"storage.read:/data/set1 storage.read:/data/set1"'
WIDE = "storage.read:/data  # too much"


def declared(*scopes: str) -> str:
    """A file with one workflow for each scope."""
    flows = [WORKFLOW.format(name=f"w{at}", scope=scope) for at, scope in enumerate(scopes)]
    return SERVICES + "workflows:\n" + "".join(flows)


def _git(diff: bytes, *options: str, cwd: Path | None = None) -> None:
    command = ("git", "apply", *options)
    subprocess.run(command, input=diff, check=True, capture_output=True, cwd=cwd)


@pytest.fixture(autouse=True)
def _engine(monkeypatch: pytest.MonkeyPatch, shipped_engine: Engine) -> None:
    use_running(monkeypatch, shipped_engine)


@pytest.fixture
def file(here: Path) -> Callable[..., Path]:
    """Writes one workflow file."""

    def make(*scopes: str, name: str = "w.yaml", text: str = "") -> Path:
        path = here / name
        path.write_text(text or declared(*scopes))
        return Path(name)

    return make


FIX = ("fix", *USUAL, "--persona", "auditor")


def test_safe_repairs_are_written(file: Callable[..., Path]) -> None:
    path = file(TWICE, WIDE)
    result = tokenlint(*FIX, path)
    assert path.read_text() == declared('"storage.read:/data/set1"', WIDE)
    assert result.exit_code == 1
    assert result.stdout == (
        "fixed w.yaml:13:39: low SCP006 redundant-scope: take storage.read:/data/set1 out of the "
        "scope\n"
        "left w.yaml:24:14: medium SCP007 capability-not-needed: only with --unsafe: write "
        "storage.read:/data/set1 for storage.read:/data\n"
        "1 finding fixed in 1 file, 1 finding left (1 with --unsafe)\n"
    )


def test_unsafe_repairs_are_written_when_asked_for(file: Callable[..., Path]) -> None:
    path = file(TWICE, WIDE)
    result = tokenlint(*FIX, path, "--unsafe")
    assert result.exit_code == 0
    assert path.read_text() == declared(
        '"storage.read:/data/set1"', "storage.read:/data/set1  # too much"
    )
    assert "2 findings fixed in 1 file, no findings left" in result.stdout
    again = tokenlint(*FIX, path, "--unsafe")
    assert (again.exit_code, again.stdout) == (0, "no findings fixed, no findings left\n")
    assert tokenlint("check", *USUAL, "--persona", "auditor", path).exit_code == 0


def test_only_chosen_rules_are_repaired(file: Callable[..., Path]) -> None:
    path = file(TWICE, WIDE)
    result = tokenlint(*FIX, path, "--unsafe", "--select", "SCP007")
    assert path.read_text() == declared(TWICE, "storage.read:/data/set1  # too much")
    assert (result.exit_code, "1 finding fixed" in result.stdout) == (0, True)
    assert tokenlint(*FIX, path, "--ignore", "SCP006").exit_code == 0
    assert TWICE in path.read_text()


def test_what_is_ignored_is_not_repaired(file: Callable[..., Path]) -> None:
    path = file("storage.read:/data  # tokenlint: ignore[SCP007] the portal lists it")
    before = path.read_text()
    assert tokenlint(*FIX, path, "--unsafe").exit_code == 0
    assert path.read_text() == before


def test_findings_below_the_bar_do_not_fail(file: Callable[..., Path]) -> None:
    assert tokenlint(*FIX, file(WIDE), "--fail-on", "high").exit_code == 0


@pytest.mark.parametrize("program_of", [("git", "apply"), ("patch", "-p1")])
def test_a_diff_is_shown_and_applies(
    program_of: tuple[str, ...], file: Callable[..., Path]
) -> None:
    path = file(TWICE, WIDE)
    before = path.read_text()
    result = tokenlint(*FIX, path, "--unsafe", "--diff")
    assert (result.exit_code, path.read_text()) == (1, before)
    assert result.stdout.startswith("--- a/w.yaml\n+++ b/w.yaml\n@@ ")
    assert "2 findings would be fixed in 1 file" in result.stderr
    subprocess.run(program_of, input=result.stdout_bytes, check=True, capture_output=True)
    assert path.read_text() == declared(
        '"storage.read:/data/set1"', "storage.read:/data/set1  # too much"
    )
    assert tokenlint(*FIX, path, "--unsafe", "--diff").exit_code == 0


def test_a_diff_of_nothing_is_clean(file: Callable[..., Path]) -> None:
    result = tokenlint(*FIX, file(WIDE), "--diff")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "1 finding left (1 with --unsafe)" in result.stderr


def test_the_edits_as_json(file: Callable[..., Path]) -> None:
    path = file(TWICE, WIDE)
    before = path.read_bytes()
    result = tokenlint(*FIX, path, "--format", "json")
    told = json.loads(result.stdout)
    Draft202012Validator(load("fix")).validate(told)
    (changed,) = told["files"]
    assert (changed["file"], changed["written"]) == ("w.yaml", True)
    for edit in reversed(changed["edits"]):
        before = before[: edit["start"]] + edit["text"].encode() + before[edit["end"] :]
    assert path.read_bytes() == before
    assert [(each["rule"], each["safe"]) for each in told["fixed"]] == [("SCP006", True)]
    assert [(each["rule"], each["unsafe"]) for each in told["left"]] == [("SCP007", True)]
    assert told["summary"] == {"fixed": 1, "settled": 0, "left": 1, "unsafe": 1, "errors": 0}


def test_json_goes_to_a_file_and_lines_to_the_terminal(file: Callable[..., Path]) -> None:
    result = tokenlint(*FIX, file(TWICE), "--format", "text", "--format", "json=fix.json")
    assert "1 finding fixed" in result.stdout
    assert json.loads(Path("fix.json").read_text())["schema"] == "tokenlint.fix/1"
    shown = json.loads(tokenlint(*FIX, file(TWICE), "--diff", "--format", "json").stdout)
    assert shown["files"][0]["written"] is False


@pytest.mark.parametrize("given", ["sarif", "json=", "text=a", "html"])
def test_other_formats_are_refused(given: str, file: Callable[..., Path]) -> None:
    two = ("--format", "json=a") if given == "text=a" else ()
    result = tokenlint(*FIX, file(TWICE), "--format", given, *two)
    assert result.exit_code == 2
    assert TWICE in Path("w.yaml").read_text() or given == "text=a"


def test_nothing_to_fix(here: Path) -> None:
    (here / "notes.txt").write_text("nothing\n")
    result = tokenlint(*FIX, ".")
    assert (result.exit_code, "nothing to fix" in result.stderr) == (3, True)


def test_a_file_that_changed_meanwhile(
    file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = file(TWICE), file(TWICE, name="x.yaml")
    real = writing._refuse
    done = []

    def meanwhile(target: Path, state: object) -> None:
        if target.name == "w.yaml":
            path.write_text("mine\n")
        done.append(target)
        real(target, state)  # type: ignore[arg-type]

    monkeypatch.setattr(writing, "_refuse", meanwhile)
    result = tokenlint(*FIX, path, other)
    assert result.exit_code == 4
    assert path.read_text() == "mine\n"
    assert other.read_text() == declared('"storage.read:/data/set1"')
    assert "w.yaml: error not-written it was changed since it was read" in result.stdout
    assert "not written w.yaml:13:39" in result.stdout
    assert "1 finding fixed in 1 file" in result.stdout
    assert sorted(each.name for each in Path().iterdir()) == [".git", "w.yaml", "x.yaml"]


@pytest.mark.parametrize("mode", [0o444, 0o400])
def test_a_read_only_file(mode: int, file: Callable[..., Path]) -> None:
    path = file(TWICE)
    path.chmod(mode)
    result = tokenlint(*FIX, path)
    assert result.exit_code == 4
    assert "it is read-only; nothing was written to it" in result.stdout
    assert TWICE in path.read_text()


def test_a_file_that_vanished(file: Callable[..., Path]) -> None:
    file(TWICE)
    result = tokenlint(*FIX, "w.yaml", "gone.yaml")
    assert result.exit_code == 4
    assert "gone.yaml: error unreadable" in result.stdout
    assert TWICE not in Path("w.yaml").read_text()


def test_a_link_leads_to_the_file(file: Callable[..., Path]) -> None:
    path = file(TWICE)
    Path("link.yaml").symlink_to(path)
    assert tokenlint(*FIX, "link.yaml").exit_code == 0
    assert Path("link.yaml").is_symlink()
    assert path.read_text() == declared('"storage.read:/data/set1"')


def test_a_broken_file_is_told_and_the_rest_is_mended(file: Callable[..., Path]) -> None:
    path, broken = file(TWICE), file(name="b.yaml", text=declared(TWICE) + "  w9: [\n")
    before = broken.read_text()
    result = tokenlint(*FIX, path, broken)
    assert result.exit_code == 4
    assert path.read_text() == declared('"storage.read:/data/set1"')
    assert broken.read_text() == before
    assert "b.yaml" in result.stdout


@pytest.mark.parametrize(
    "value",
    [
        "storage.read:/data/set1 storage.read:/data/set1 storage.read:/{{ vo }}",
        "storage.read:/data/set1 storage.read:/data/set1 storage.read:/${VO}",
        "storage.read:/data/set1 storage.read:/data/set1 storage.read:/@VO@",
        "storage.read:/data/set1 storage.read:/data/set1 storage.read:/<vo>",
        "storage.read:/data/set1 storage.read:/data/set1  # {{ scopes }}",
    ],
)
def test_a_placeholder_is_not_touched(value: str, file: Callable[..., Path]) -> None:
    scope = value if "#" in value else f'"{value}"'
    path = file(scope)
    result = tokenlint(*FIX, path, "--unsafe", "--select", "SCP006")
    assert path.read_text() == declared(scope)
    assert "a placeholder of a template stands there" in result.stdout


def test_a_template_with_conditions_is_not_touched(file: Callable[..., Path]) -> None:
    text = declared(TWICE) + "# {% if site %}\n# {% endif %}\n"
    path = file(text=text)
    result = tokenlint(*FIX, path)
    assert path.read_text() == text
    assert "a template with conditions or loops" in result.stdout


def test_a_shared_scope_is_mended_where_all_uses_want_it(file: Callable[..., Path]) -> None:
    path = file(f"&s {TWICE}", "*s")
    result = tokenlint(*FIX, path)
    assert (result.exit_code, "2 findings fixed in 1 file" in result.stdout) == (0, True)
    assert path.read_text() == declared('&s "storage.read:/data/set1"', "*s")


def test_a_shared_scope_is_left_where_one_use_needs_it(file: Callable[..., Path]) -> None:
    wide = WORKFLOW.format(name="w1", scope="*s").replace("path: /data/set1", "path: /data")
    text = declared("&s storage.read:/data") + wide
    path = file(text=text)
    result = tokenlint(*FIX, path, "--unsafe")
    assert path.read_text() == text
    assert "it would also change /workflows/w1/token/scope, where the same anchor" in result.stdout


def test_a_repair_that_would_hurt_elsewhere_is_not_made(file: Callable[..., Path]) -> None:
    """A service of the run lists the old spelling only, and would refuse the new one."""
    text = declared("storage.read:/data/set1").replace(
        "audience: https://storage.example, kind",
        "audience: https://storage.example, aliases: [storage.example], kind",
    )
    text = text.replace("[https://storage.example] ", "[storage.example] ")
    Path("scitokens.cfg").write_text(
        "[Global]\naudience = storage.example\nonmissing = deny\n\n"
        "[Issuer a]\nissuer = https://issuer.example\nbase_path = /data\n"
        "authorization_strategy = capability\n"
    )
    path = file(text=text)
    result = tokenlint(*FIX, ".", "--unsafe", "--select", "AUD005")
    assert (result.exit_code, path.read_text()) == (0, text)
    assert "WKF004 would be found in w.yaml#w0" in result.stdout


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(("between", "code"), [(0, 4), (1, 1), (2, 1), (9, 1)])
def test_a_secret_beside_a_repair_is_not_shown(between: int, code: int) -> None:
    hidden = secrets.token_hex(24)
    lines = [f"client_secret={hidden}", *["SiteName=ALPHA"] * between, "LogTokenRequests=true"]
    text = "\n".join(lines) + "\n"
    Path("fts3config").write_text(text)
    assert "SVC047" in tokenlint("check", *USUAL, "fts3config").stdout
    asked = (*FIX, "fts3config", "--unsafe", "--select", "SVC052")
    result = tokenlint(*asked, "--diff")
    assert (result.exit_code, hidden in result.output) == (code, False)
    assert ("its diff would show a secret" in result.stderr) is (code == 4)
    if code == 1:
        _git(result.stdout_bytes)
    else:
        assert tokenlint(*asked).exit_code == 0
    assert Path("fts3config").read_text() == text.replace("true", "false")


@pytest.mark.usefixtures("here")
def test_a_hostile_name_moves_no_cursor() -> None:
    name = "\x1b[2Jw.yaml"
    Path(name).write_text(declared(TWICE))
    result = tokenlint(*FIX, ".", "--diff")
    assert result.exit_code == 1
    assert "\x1b" not in result.output
    _git(result.stdout_bytes)
    assert Path(name).read_text() == declared('"storage.read:/data/set1"')


def test_the_examples_of_the_repository_have_a_diff_that_applies() -> None:
    shown = program(*FIX, "examples/stage-out.yaml", "examples/issuers", "--unsafe", "--diff")
    assert (shown.returncode, shown.stdout.count(b"--- a/examples/") > 3) == (1, True)
    _git(shown.stdout, "--check", cwd=ROOT)


@pytest.mark.usefixtures("here")
def test_a_token_is_not_edited() -> None:
    Path("t.jwt").write_text(mint(claims(scope="storage.read:/data storage.read:/data/set1")))
    before = Path("t.jwt").read_bytes()
    result = tokenlint(*FIX, "t.jwt", "--unsafe")
    assert Path("t.jwt").read_bytes() == before
    assert (
        "SCP006 redundant-scope: a credential is not edited: ask for another one" in result.stdout
    )


def test_a_token_beside_a_repair_is_not_shown(file: Callable[..., Path]) -> None:
    captured = mint(claims())
    text = declared(TWICE).replace("      scope:", f"      # {captured}\n      scope:")
    path = file(text=text)
    result = tokenlint(*FIX, path, "--diff")
    assert result.exit_code == 4
    assert "its diff would show a secret" in result.stderr
    assert captured.rpartition(".")[2] not in result.output
    assert tokenlint(*FIX, path).exit_code in (0, 1)
    assert path.read_text() == text.replace(TWICE, '"storage.read:/data/set1"')
