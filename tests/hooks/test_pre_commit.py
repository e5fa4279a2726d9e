"""The hooks work in the real pre-commit framework, installed as a user's repository gets them."""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

OFFLINE_SIGNS = ("No matching distribution", "Could not find a version", "Connection", "Temporary")
IDENTITY = ("-c", "user.name=Tester", "-c", "user.email=tester@issuer.example")

CLEAN = """\
tokenlint: workflows/1
services:
  disk: {audience: https://storage.example, kind: storage}
workflows:
  nightly-reaper:
    kind: deletion
    operations:
      - {operation: delete, service: disk, path: /vo/scratch/expired, by: service}
    usable_for: 1h
    asked_for: {every: 1d}
    token:
      issuer: https://issuer.example
      audience: [https://storage.example]
      scope: storage.modify:/vo/scratch/expired
      lifetime: 1h
      grant: client-credentials
"""
WITHOUT_MODIFY = CLEAN.replace("storage.modify:", "storage.create:")


def _git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *IDENTITY, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _commit_all(folder: Path) -> None:
    _git(folder, "init", "--quiet", "--initial-branch=main")
    _git(folder, "add", "--all")
    _git(folder, "commit", "--quiet", "--no-verify", "--message", "as it is")


@pytest.fixture(scope="module")
def hook_repository(root: Path) -> Iterator[Path]:
    """This checkout, with what is not committed yet, as a repository that offers its hooks.

    It lies outside pytest's folders: the leak guard has no business in an installed environment.
    """
    with tempfile.TemporaryDirectory(prefix="tokenlint-hooks-") as folder:
        files = _git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
        for name in filter(None, files.split("\0")):
            if (root / name).is_file():
                target = Path(folder) / "offered" / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(root / name, target)
        _commit_all(Path(folder) / "offered")
        yield Path(folder)


@pytest.fixture
def try_hooks(
    hook_repository: Path,
    tmp_path: Path,
    outside_environment: dict[str, str],
    unavailable: Callable[[str], None],
) -> Callable[[dict[str, str]], tuple[int, str]]:
    """Run all hooks of this checkout by `pre-commit try-repo` on files in a scratch repository."""
    environment = outside_environment | {
        "PRE_COMMIT_HOME": str(hook_repository / "cache"),
        "PIP_NO_COMPILE": "1",  # it is used once
    }

    def run(files: dict[str, str]) -> tuple[int, str]:
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text)
        _commit_all(tmp_path)
        command = [sys.executable, "-m", "pre_commit", "try-repo", "--all-files", "--color=never"]
        done = subprocess.run(
            [*command, str(hook_repository / "offered")],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        output = done.stdout + done.stderr
        if done.returncode == 3 and any(sign in output for sign in OFFLINE_SIGNS):
            unavailable("the hook cannot be installed without the package index")
        return done.returncode, output

    return run


@pytest.mark.slow
def test_a_clean_file_passes_and_findings_stop_the_commit(
    try_hooks: Callable[[dict[str, str]], tuple[int, str]],
) -> None:
    """One run for both, since every run of `try-repo` installs the hooks anew."""
    files = {"values.yaml": "a: 1\n", "reaper.tokenlint.yml": CLEAN, "any/name.yml": WITHOUT_MODIFY}
    code, output = try_hooks(files)
    by_name, whole = output.split("tokenlint (whole repository)")
    assert code == 1, output
    assert "Passed" in by_name
    assert "Failed" in whole
    assert "SCP001" in whole
    assert "name.yml" in whole
    assert "values.yaml" not in output


def test_the_pattern_takes_declarations_and_nothing_else(root: Path) -> None:
    hooks = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text())
    pattern = next(hook["files"] for hook in hooks if hook["id"] == "tokenlint")
    taken = ["tokenlint/a.yaml", "x/token-workflows/y/b.yml", "tokenlint.yaml", "a.tokenlint.yml"]
    left = [
        "values.yaml",
        "tokenlint.toml",
        "mytokenlint.yaml",
        "tokenlint/a.json",
        "tokens/a.yaml",
    ]
    assert [name for name in taken + left if re.search(pattern, name)] == taken
