"""The example of a site's own rule is sound Rego; `rules test` is run by the page about it."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

FOLDER = "examples/site-policies"


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("opa", ("test", "--ignore", "*.yaml")),
        ("opa", ("fmt", "--fail", "--list")),
        ("regal", ("lint", "--config-file", ".regal/config.yaml")),
    ],
    ids=["opa test", "opa fmt", "regal lint"],
)
def test_the_policy_passes(
    tool: str, arguments: tuple[str, ...], root: Path, require_tool: Callable[[str], Path]
) -> None:
    command = [str(require_tool(tool)), *arguments, FOLDER]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
