"""Commands run in a real shell, with a program on PATH that writes down its arguments."""

import json
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from ruamel.yaml import YAML

from tests.recipes.making import for_a_shell, hostile, text, token, tokens
from tokenlint.least.token import LeastToken
from tokenlint.recipes.catalogue import names, product, recipe
from tokenlint.recipes.recipe import Recipe

COMMANDS = tuple(name for name in names() if product(name).LANGUAGE == "sh")
PROGRAMS = ("oidc-token", "htgettoken", "curl", "rucio-admin")
_STAND_IN = """#!{python} -S
import json, sys
with open({log!r}, "a") as log:
    said = "" if sys.stdin.isatty() else sys.stdin.read() if "-" in "".join(sys.argv[-9:]) else ""
    log.write(json.dumps([sys.argv[0].rpartition("/")[2], sys.argv[1:], said]) + "\\n")
"""


class Shell:
    """A shell that knows nothing but the stand-ins, `tr` and `rm`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "log"
        self.home = folder / "home"
        self.home.mkdir()
        bin_ = folder / "bin"
        bin_.mkdir()
        for name in PROGRAMS:
            (bin_ / name).write_text(_STAND_IN.format(python=sys.executable, log=str(self.log)))
            (bin_ / name).chmod(stat.S_IRWXU)
        for name in ("tr", "rm"):
            (bin_ / name).symlink_to(shutil.which(name) or f"/usr/bin/{name}")
        held = folder / "held"
        held.write_text("not-a-token\n")
        self.env = {
            "PATH": str(bin_),
            "IAM_NETRC": "/none/netrc",
            "TOKEN_RESPONSE": str(folder / "answer"),
            "BEARER_TOKEN_FILE": str(held),
            "REFRESH_TOKEN_FILE": str(held),
            "VAULT_SERVER": "vault.example",
            "IAM_ISSUER": "https://other.example",
        }

    def run(self, script: str) -> list[list[object]]:
        """What was called, with which arguments, and what came on standard input."""
        self.log.write_text("")
        bash = shutil.which("bash") or "/bin/bash"
        done = subprocess.run(
            [bash, "--noprofile", "--norc", "-euc", script],
            env=self.env,
            cwd=self.home,
            capture_output=True,
            text=True,
            timeout=20,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        assert (done.returncode, done.stderr, done.stdout) == (0, "", ""), script
        assert not list(self.home.iterdir())
        return [json.loads(line) for line in self.log.read_text().splitlines()]


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    return Shell(tmp_path_factory.mktemp("shell"))


def _words(name: str, asked: LeastToken) -> list[str]:
    """The arguments that hold scopes and audiences, made without a shell."""
    scopes, audience = " ".join(asked.scopes), " ".join(asked.audience)
    if name == "oidc-token":
        return [*(f"--scope={scope}" for scope in asked.scopes), f"--aud={audience}"]
    if name == "htgettoken":
        return [f"--scopes={','.join(asked.scopes)}", f"--audience={audience}"]
    if name == "rucio":
        return [f"--hostname={asked.audience[0]}"]
    return [f"scope={scopes}", f"audience={audience}"]


def _asked_for(name: str, arguments: list[str]) -> list[str]:
    """The scopes among the arguments, read as the program reads them."""
    lead, sign = {"oidc-token": ("--scope=", None), "htgettoken": ("--scopes=", ",")}.get(
        name, ("scope=", " ")
    )
    found = [each.removeprefix(lead) for each in arguments if each.startswith(lead)]
    return sorted(scope for each in found for scope in (each.split(sign) if sign else [each]))


@pytest.mark.parametrize("name", COMMANDS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=hostile() | tokens() | for_a_shell())
def test_no_text_breaks_out_of_a_command(shell: Shell, name: str, asked: LeastToken) -> None:
    made = recipe(name, asked, client="alpha")
    if not isinstance(made, Recipe):
        return
    calls = shell.run(made.text)
    arguments = [argument for call in calls for argument in call[1]]  # type: ignore[union-attr]
    assert len(calls) == (1 + len(asked.audience) if name == "rucio" else 1)
    for word in _words(name, asked):
        assert word in arguments
    if name != "rucio":
        assert _asked_for(name, arguments) == sorted(asked.scopes)
    known = sum(len(argument) for argument in arguments)
    assert known < 4_000 + 8 * sum(map(len, (*asked.scopes, *asked.audience)))


@pytest.mark.parametrize("name", COMMANDS)
@given(asked=hostile())
def test_other_texts_hold_only_what_can_be_written(name: str, asked: LeastToken) -> None:
    made = recipe(name, asked)
    if isinstance(made, Recipe):
        assert made.text.isascii()
        assert made.text.isprintable() or set(made.text) - {"\n"} <= set(map(chr, range(32, 127)))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=hostile() | for_a_shell())
def test_a_role_survives_the_shell_of_htvault_config(shell: Shell, asked: LeastToken) -> None:
    """It writes `VARIABLE="SCOPES"` with what YAML holds, and reads that."""
    made = recipe("htvault-role", asked, client="alpha")
    if not isinstance(made, Recipe):
        return
    (issuer,) = YAML(typ="safe").load(made.text)["issuers"]
    (role,) = issuer["roles"]
    values = [" ".join(role["scopes"]), role["name"], issuer.get("url", "")]
    lines = [f'_value{number}="{value}"' for number, value in enumerate(values)]
    lines.append('oidc-token "$_value0" "$_value1" "$_value2"')
    ((_, arguments, _said),) = shell.run("\n".join(lines))
    assert arguments == values


def test_hostile_characters_arrive_as_they_are(shell: Shell) -> None:
    asked = token("storage.read:/a'$(id)`id`;|&{x}*~!", audience=("x'$(id)\"`\\",))
    for name in ("oidc-token", "htgettoken", "iam-client-credentials"):
        (call,) = shell.run(text(name, asked))
        for word in _words(name, asked):
            assert word in call[1]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("name", "field"), [("iam-token-exchange", "subject_token"), ("iam-refresh", "refresh_token")]
)
def test_a_held_token_is_read_from_its_file(shell: Shell, name: str, field: str) -> None:
    ((_, arguments, said),) = shell.run(text(name, token("storage.read:/a")))
    assert f"{field}@-" in arguments  # type: ignore[operator]
    assert said == "not-a-token"
    assert not any("not-a-token" in each for each in arguments)  # type: ignore[attr-defined]


def test_without_an_issuer_a_variable_names_it(shell: Shell) -> None:
    ((_, arguments, _said),) = shell.run(
        text("iam-client-credentials", token("storage.read:/a", issuer=None))
    )
    assert "https://other.example/token" in arguments  # type: ignore[operator]


@pytest.mark.parametrize("name", COMMANDS)
def test_no_secret_and_no_placeholder_of_one_stands_in_a_command(name: str) -> None:
    asked = token("storage.read:/a", "storage.modify:/a", audience=("se.example",))
    written = text(name, asked)
    assert "client_secret=" not in written
    assert "--user" not in written
    assert "Authorization" not in written
