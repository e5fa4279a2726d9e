"""The pinned dependencies: exact, hashed, without an index, and the same in every file."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from tokenlint import __version__

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "requirements").glob("*.txt"))
_PIN = re.compile(r"^([a-z0-9._-]+)==(\S+)(?: ; (.+?))? \\$", re.MULTILINE)
_WORD = re.compile(r"^[A-Za-z0-9._-]+")


def _pins(file: Path) -> dict[str, set[str]]:
    pins: dict[str, set[str]] = {}
    for name, version, _ in _PIN.findall(file.read_text()):
        pins.setdefault(name, set()).add(version)
    return pins


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_every_line_is_a_pin_or_a_hash(file: Path) -> None:
    for line in file.read_text().splitlines():
        hashed = re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?", line)
        assert line.startswith("#") or hashed or _PIN.match(line), line


def test_the_files_agree() -> None:
    seen: dict[str, set[str]] = {}
    for file in FILES:
        for name, versions in _pins(file).items():
            assert seen.setdefault(name, versions) == versions, name


def test_all_that_is_declared_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    declared = {*project["project"]["dependencies"], *groups["build"]}
    everything = declared | {
        text for text in groups["dev"] + groups["test"] if isinstance(text, str)
    }
    for texts, name in ((declared, "run.txt"), (everything, "dev.txt")):
        pins = _pins(ROOT / "requirements" / name)
        names = {_WORD.match(text)[0].lower().replace(".", "-") for text in texts}  # type: ignore[index]  # every one begins with a word
        assert names <= {pin.replace(".", "-").replace("_", "-") for pin in pins}


def test_actions_of_others_are_pinned_to_a_commit() -> None:
    for workflow in (ROOT / ".github" / "workflows").glob("*.yml"):
        jobs = yaml.safe_load(workflow.read_text())["jobs"]
        uses = [step["uses"] for job in jobs.values() for step in job["steps"] if "uses" in step]
        foreign = [action for action in uses if not action.startswith("$/")]
        assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action) for action in foreign), workflow


def test_the_gitlab_template_installs_this_version() -> None:
    template = yaml.safe_load((ROOT / "ci" / "gitlab-tokenlint.yml").read_text())
    assert template["variables"]["TOKENLINT_VERSION"] == __version__
