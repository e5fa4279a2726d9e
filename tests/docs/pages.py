"""The pages of the documentation, taken apart: blocks of code, links, prose."""

import re
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(
    r"^(?P<marks>(?:<!-- [^\n]* -->\n\n?)*)```(?P<language>[a-z]*)\n(?P<text>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
_MARK = re.compile(r"<!-- (?P<name>[a-z]+): (?P<value>[^\n]*?) -->")
_LINK = re.compile(r"\[(?:[^\]\n]|\n(?!\n))*\]\((?P<target>[^)\s]+)\)")
_NOT_PROSE = (
    re.compile(r"```.*?^```$", re.DOTALL | re.MULTILINE),
    re.compile(r"`[^`\n]*`"),
    re.compile(r"<!--.*?-->", re.DOTALL),
    re.compile(r"(?<=\])\([^)\s]+\)"),
    re.compile(r"https?://\S+"),
)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block, its language, and the marks in comments right before it."""

    page: str
    line: int
    language: str
    text: str
    marks: dict[str, str]

    @property
    def file(self) -> str:
        """The name that a mark or its first line gives to the file it shows; empty without one."""
        found = re.match(r"# ([\w.-]+\.ya?ml)\n", self.text)
        return self.marks.get("file") or (found[1] if found else "")

    def save(self, folder: Path) -> None:
        """Write the file that it shows."""
        path = folder / self.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.text, encoding="utf-8")


def pages(root: Path) -> list[Path]:
    """README and everything below docs/, but the decision records."""
    below = sorted((root / "docs").rglob("*.md"))
    top = [root / "README.md", root / "AGENTS.md", root / "examples" / "README.md"]
    return [*top, *(page for page in below if "adr" not in page.parts)]


def blocks(root: Path, page: Path) -> list[Block]:
    """All fenced blocks of a page, in order."""
    name = page.relative_to(root).as_posix()
    text = page.read_text(encoding="utf-8")
    found = [(match, text.count("\n", 0, match.start()) + 1) for match in _FENCE.finditer(text)]
    return [
        Block(name, line, each["language"], each["text"], dict(_MARK.findall(each["marks"])))
        for each, line in found
    ]


def links(page: Path) -> list[str]:
    """The targets of all links that stand outside of blocks of code."""
    return [
        found["target"] for found in _LINK.finditer(_NOT_PROSE[0].sub("", page.read_text("utf-8")))
    ]


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub and Zensical make them."""
    headings = re.findall(
        r"^#+ (.*)$", _NOT_PROSE[0].sub("", page.read_text("utf-8")), re.MULTILINE
    )
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()).strip() for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


def prose(page: Path) -> str:
    """The text that a reader reads: without code, comments and addresses."""
    text = page.read_text(encoding="utf-8")
    for pattern in _NOT_PROSE:
        text = pattern.sub(" ", text)
    return text
