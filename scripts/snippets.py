"""Outputs of the tool that stand in pages: a finding in the README, and the picture of the axes.

A snippet stands between `<!-- snippet: NAME -->` and `<!-- end of snippet -->`
in the README or in a page of docs/; what is between them is replaced.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from scripts.markdown import fence
from tokenlint import shipped
from tokenlint.policy.catalogue import load_catalogue
from tokenlint.policy.finding import Document
from tokenlint.read import Reader
from tokenlint.report import svg
from tokenlint.rule_examples import example_settings
from tokenlint.trustspace.calibration import Calibration

INSTANT = "2026-11-20T12:00:00Z"
PICTURE = "docs/images/trust-space.svg"
SHOWN = {  # what the picture shows, from left to right on the way to a proxy
    "examples/stage-out.yaml": ("stage-out", "job-with-everything"),
    "examples/monitoring.yaml": ("tape-watcher",),
}
ORDER = ("stage-out", "tape-watcher", "job-with-everything")

_SNIPPET = re.compile(
    r"(?P<begin><!-- snippet: (?P<name>[a-z-]+) -->\n).*?(?P<end><!-- end of snippet -->)",
    re.DOTALL,
)


def pictures(root: Path) -> Mapping[str, str]:
    """The picture of trust space, of three workflows in `examples/`."""
    documents = {document.title: document for document in _documents(root)}
    return {PICTURE: svg.draw([documents[name] for name in ORDER])}


def _documents(root: Path) -> Iterator[Document]:
    settings = example_settings(load_catalogue(()), shipped.compiled()["limits"])
    reader = Reader(settings, Calibration.default())
    for file, names in SHOWN.items():
        for subject in reader.workflows((root / file).read_bytes(), root / file).subjects:
            if subject.document.title in names:
                yield subject.document


def snippets(root: Path) -> Mapping[str, str]:
    """The pages that hold snippets, with the snippets of today."""
    pages = [root / "README.md", *sorted((root / "docs").rglob("*.md"))]
    texts = {page.relative_to(root).as_posix(): page.read_text("utf-8") for page in pages}
    return {
        name: _SNIPPET.sub(lambda found: _filled(found, root), text)
        for name, text in texts.items()
        if "<!-- snippet: " in text
    }


def _filled(found: re.Match[str], root: Path) -> str:
    return f"{found['begin']}\n{fence(SNIPPETS[found['name']](root), 'console')}\n\n{found['end']}"


def _flagship(root: Path) -> str:
    """The first finding of the flagship, as it looks in a terminal."""
    lines = _output(root, "check", "examples/reaper.yaml").splitlines()
    first = next(at for at, line in enumerate(lines) if " SCP001 " in line)
    last = next(at for at, line in enumerate(lines) if at > first and not line)
    shown = ["$ tokenlint check examples/reaper.yaml", "...", *lines[first:last], "..."]
    return "\n".join(shown)


def _output(root: Path, *arguments: str) -> str:
    """What tokenlint prints; the environment says nothing of colours and widths."""
    command = [sys.executable, "-m", "tokenlint", *arguments, "--no-config", "--at", INSTANT]
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(root), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode > 1:
        raise RuntimeError(f"tokenlint ended with {done.returncode}: {done.stderr}")
    return done.stdout


SNIPPETS: Mapping[str, Callable[[Path], str]] = {"flagship": _flagship}
