"""What the documentation says is so: commands run, and examples give what they promise."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from tests.docs import command_server
from tests.docs.pages import Block, blocks, pages
from tokenlint import shipped
from tokenlint.cli.app import group
from tokenlint.cli.config import load_config
from tokenlint.lint import lint
from tokenlint.policy.catalogue import load_catalogue
from tokenlint.policy.engine import Engine
from tokenlint.read import Reader
from tokenlint.rule_examples import example_settings
from tokenlint.trustspace.calibration import Calibration

ROOT = Path(__file__).resolve().parents[2]
PAGES = pages(ROOT)
BLOCKS = [block for page in PAGES for block in blocks(ROOT, page)]
WRITTEN = [block for block in BLOCKS if not block.page.startswith("docs/reference/")]
PROMPT = "$ "
END = "\x1eend "
TOKEN = re.compile(r"eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{16,}")
SECONDS = 120
# What `sh` blocks may start: it needs the network, a terminal of its own, or much time.
NOT_RUN = ("make", "python3 -m venv", ".venv/bin/python -m pip", "python3 -m pip", "source ",
           "pre-commit", "export ", "tokenlint")  # fmt: skip
INSTALLS = "wlcg-tokenlint"


def _name(block: Block) -> str:
    return f"{block.page}:{block.line}"


def _of(language: str) -> list[Block]:
    return [block for block in WRITTEN if block.language == language]


def _with_console() -> list[str]:
    return sorted({block.page for block in _of("console")})


def _marked(page: str) -> Any:
    """The page as a parameter; that about a server starts one, and takes its time."""
    return pytest.param(page, marks=[pytest.mark.slow] if page.endswith("opa-server.md") else [])


@pytest.fixture(scope="session")
def asks_server() -> Iterator[str]:
    """The script that stands for `tokenlint`: a process for each command, imported once."""
    with command_server.running(_environment()) as script:
        yield script


def _environment() -> dict[str, str]:
    """A page shows that its commands do what it says, not how well they are tested."""
    measured = ("COVERAGE", "COV_")
    environment = {n: value for n, value in os.environ.items() if not n.startswith(measured)}
    return environment | {"PYTHONPATH": str(ROOT), "COLUMNS": "100", "PYTHONWARNINGS": "ignore"}


@pytest.fixture
def place(tmp_path: Path, asks_server: str) -> Path:
    """A folder with the examples, and `tokenlint` and `python3` as commands."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    commands = tmp_path / ".commands"
    commands.mkdir()
    python = f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n'
    for name, script in (("tokenlint", asks_server), ("python3", python)):
        file = commands / name
        file.write_text(script)
        file.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize("page", [_marked(page) for page in _with_console()])
def test_commands_do_what_the_page_says(
    page: str, place: Path, require_tool: Callable[[str], Path]
) -> None:
    here = [block for block in WRITTEN if block.page == page]
    for block in here:
        if block.file:
            block.save(place)
        if block.marks.get("needs"):
            (place / ".commands" / "opa").symlink_to(require_tool(block.marks["needs"]))
    expected = [pair for block in here if block.language == "console" for pair in _commands(block)]
    outputs = _run([command for command, _ in expected], place)
    for (command, wanted), output in zip(expected, outputs, strict=True):
        assert _fits(wanted, output), f"{page}: $ {command}\nwanted:\n{wanted}\ngot:\n{output}"
        assert not TOKEN.search(output)


def _commands(block: Block) -> Iterator[tuple[str, str]]:
    """Each command of a block with the output that the page shows for it."""
    for part in ("\n" + block.text).split("\n" + PROMPT)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def _run(commands: list[str], place: Path) -> list[str]:
    """The commands of one page, in one shell; `$?` of one is seen by the next."""
    lines = ["trap 'kill $(jobs -p) 2> /dev/null' EXIT"]
    for at, each in enumerate(commands):
        lines += [each, f"code=$?; printf '%s%s\\n' {shlex.quote(END)} {at}; (exit $code)"]
    script = "\n".join(lines) + "\n"
    (place / ".script").write_text(script, encoding="utf-8")
    environment = _environment() | {"PATH": f"{place / '.commands'}:{os.environ['PATH']}"}
    done = subprocess.run(
        [shutil.which("bash") or "/bin/bash", ".script"],
        cwd=place, env=environment, timeout=SECONDS, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
    )  # fmt: skip
    parts = re.split(rf"{re.escape(END)}\d+\n", done.stdout)
    return parts[: len(commands)]


def _fits(wanted: str, output: str) -> bool:
    """Whether the output is the wanted one; `...` stands for any text, alone for any lines.

    Where nothing is wanted, everything fits.
    """
    lines = [line.rstrip() for line in wanted.strip("\n").splitlines()]
    given = "".join(f"{line.rstrip()}\n" for line in output.strip("\n").splitlines())
    return not lines or re.fullmatch("".join(map(_pattern, lines)), given) is not None


def _pattern(line: str) -> str:
    if line == "...":
        return "(?:.*\n)*?"
    return ".*".join(re.escape(part) for part in line.split("...")) + "\n"


def test_the_comparison_can_fail() -> None:
    assert _fits("a\n...\nc", "a\nb\nc\n")
    assert _fits("a\n...\nc", "a\nc\n")
    assert not _fits("a\n...\nc", "a\nb\nd\n")


@pytest.mark.parametrize("block", _of("sh"), ids=_name)
def test_commands_that_are_not_run_are_possible(block: Block) -> None:
    for line in block.text.replace("\\\n", " ").splitlines():
        command = line.partition(" #")[0].strip()
        assert command.startswith(NOT_RUN), f"{command}: mark the block as console, or list it here"
        if command.startswith("make "):
            targets = (ROOT / "Makefile").read_text()
            assert f"\n{command.split()[1]}:" in targets
        if command.startswith("tokenlint "):
            _parse(shlex.split(command)[1:])


def _parse(arguments: list[str]) -> None:
    """Every option exists; files that an option wants are not looked for."""
    command = group.get_command(click.Context(group), arguments[0])
    if isinstance(command, click.Group):  # whose first word may be left out
        context = click.Context(command)
        command = command.get_command(context, arguments[1]) or command.get_command(context, "run")
    assert command is not None
    known = {name for parameter in command.params for name in parameter.opts}
    for argument in arguments[1:]:
        if argument.startswith("--"):
            assert argument.partition("=")[0] in known, argument


def test_every_shell_example_is_looked_at() -> None:
    assert {b.language for b in WRITTEN} <= {
        "console", "sh", "yaml", "json", "jsonl", "toml", "rego", "ini", "text",
    }  # fmt: skip


def test_the_package_has_its_own_name() -> None:
    for page in PAGES:
        installed = re.findall(r"pip install (?:-\S+ )*([\w.-]+)", page.read_text("utf-8"))
        assert set(installed) <= {INSTALLS, "."}, page


def _declarations() -> list[Block]:
    return [block for block in _of("yaml") if "tokenlint: workflows/1\n" in block.text]


@pytest.mark.parametrize("block", _declarations(), ids=_name)
def test_workflows_give_the_findings_that_the_page_says(
    block: Block, shipped_engine: Engine, tmp_path: Path
) -> None:
    for other in WRITTEN:
        if other.page == block.page and other.file:
            other.save(tmp_path)
    catalogue = load_catalogue(())
    settings = example_settings(catalogue, shipped.compiled()["limits"])
    reader = Reader(settings, Calibration.default())
    report = lint(
        reader.workflows(block.text.encode(), tmp_path / "it.yaml"),
        catalogue,
        shipped_engine,
        settings,
    )
    shown = {f.rule for f in report.findings if catalogue.rules[f.rule].persona == "regular"}
    assert not report.errors
    said = block.marks["findings"]
    assert shown == (set() if said == "none" else set(said.split(", ")))


@pytest.mark.parametrize("block", _of("yaml"), ids=_name)
def test_yaml_parses_and_names_what_exists(block: Block) -> None:
    for document in yaml.safe_load_all(block.text):
        hooks = [h for repo in _list(document, "repos") for h in repo["hooks"]]
        offered = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
        assert {hook["id"] for hook in hooks} <= {hook["id"] for hook in offered}
        action = yaml.safe_load((ROOT / "action.yml").read_text())
        for job in (document.get("jobs") or {}).values():
            for step in job["steps"]:
                if "/tokenlint@" in step["uses"]:
                    assert step["with"].keys() <= action["inputs"].keys()
        for included in _list(document, "include"):
            if isinstance(included, dict):
                assert (ROOT / included["file"]).is_file()


def _list(document: dict[str, list[dict[str, object]]], key: str) -> list[dict[str, object]]:
    return document.get(key) or []


@pytest.mark.parametrize("block", _of("toml"), ids=_name)
def test_configurations_are_valid(block: Block, tmp_path: Path) -> None:
    tomllib.loads(block.text)
    file = tmp_path / "tokenlint.toml"
    file.write_text(block.text, encoding="utf-8")
    assert load_config(file, tmp_path).values


@pytest.mark.parametrize("block", _of("rego"), ids=_name)
def test_policies_are_those_of_the_example(block: Block) -> None:
    (example,) = (ROOT / "examples" / "site-policies").rglob("immutable_raw_data.rego")
    lines = [line for line in example.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert _squeezed(block.text) == _squeezed("\n".join(lines))


def _squeezed(text: str) -> str:
    return re.sub(r"\n\n+", "\n\n", text.strip())


def test_json_parses() -> None:
    for block in BLOCKS:
        if block.language == "json":
            json.loads(block.text)
        elif block.language == "jsonl":  # one value a line
            assert [json.loads(line) for line in block.text.splitlines()]
