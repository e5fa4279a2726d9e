"""Where a finding stands for a machine: a real file and line, and a name that survives edits.

Captured tokens have places inside decoded claims (`<claims>`); a forge can show only files,
so such a place becomes the file that the token came from.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath
from urllib.parse import quote

from tokenlint.policy.finding import Document, Finding, Report
from tokenlint.report.escape import encodable, veil
from tokenlint.source import Source

# What counts as a line break: in YAML files as YAML readers do, in decoded JSON as editors do.
_YAML_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_JSON_BREAK = re.compile("\r\n|[\n\r]")

_INDEX = re.compile(r"/\d+(?=/|$)")
_LINE = re.compile(r"(?::\d+)+$")  # an ignore comment is a document named by its place


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding with its document, if known, and its fingerprint."""

    finding: Finding
    document: Document | None
    fingerprint: str

    @property
    def source(self) -> Source:
        """The primary place; the document's own where the finding has none."""
        if self.finding.locations:
            return self.finding.locations[0].source
        return self.document.source if self.document else Source(self.finding.document)

    @property
    def file_source(self) -> Source:
        """The primary place in a real file: for a place inside a token, the token's file."""
        if is_file(self.source.file) or self.document is None:
            return self.source
        return self.document.source


def is_file(name: str) -> bool:
    """Whether a source's file is one on disk: not standard input, not `<claims>`."""
    return name != "-" and not name.startswith("<")


def rows_of(file: str, texts: Mapping[str, str]) -> Sequence[str]:
    """The lines of a known text, without their ends; empty for an unknown one."""
    if file not in texts:
        return ()
    return _split(texts[file], _YAML_BREAK if is_file(file) else _JSON_BREAK)


@lru_cache(maxsize=16)
def _split(text: str, line_break: re.Pattern[str]) -> Sequence[str]:
    """Remembered, because a large file is asked for once a finding."""
    return tuple(line_break.split(text))


def uri(file: str) -> str:
    """A file name as a relative URI reference, or a file: URI where it is absolute.

    A first part that would read as a scheme (`a:b`) or an authority (`//x`) cannot arise.
    """
    text = veil(PurePath(file).as_posix())
    try:
        path = quote(text.encode("utf-8", "surrogateescape"), safe="/-._~")
    except UnicodeEncodeError:
        path = quote(encodable(text), safe="/-._~")
    return f"file:///{path.lstrip('/')}" if path.startswith("/") else path


def place(report: Report, findings: Iterable[Finding]) -> list[Placed]:
    """Findings with documents and fingerprints, in order.

    A fingerprint is made of rule, document, symbolic place, marked text and ordinal,
    so that it survives moved lines and changes with the thing found.
    """
    documents = {document.id: document for document in report.documents}
    seen: Counter[str] = Counter()
    placed = []
    for finding in findings:
        content = _content(finding, report.texts)
        seen[content] += 1
        name = hashlib.sha256(f"{content}\0{seen[content]}".encode()).hexdigest()[:32]
        placed.append(Placed(finding, documents.get(finding.document), name))
    return placed


def _content(finding: Finding, texts: Mapping[str, str]) -> str:
    """What stays the same when lines move: list positions in the pointer do not count."""
    source = finding.locations[0].source if finding.locations else Source("")
    pointer = _INDEX.sub("/*", source.pointer)
    owner = _LINE.sub("", finding.document)
    parts = (finding.rule, owner, source.file, pointer, _marked(source, texts))
    return encodable("\0".join(parts))


def _marked(source: Source, texts: Mapping[str, str]) -> str:
    rows = rows_of(source.file, texts)
    if not 0 < source.line <= len(rows):
        return ""
    row = rows[source.line - 1]
    if not source.column:
        return row.strip()
    end = source.end_column - 1 if source.end_column else len(row)
    return row[source.column - 1 : end].strip()
