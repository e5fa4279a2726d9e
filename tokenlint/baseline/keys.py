"""Keys of the findings of a report."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

from tokenlint.baseline.content import Contents, canonical
from tokenlint.baseline.entry import Key
from tokenlint.policy.finding import Document, Finding, Report
from tokenlint.source import Source

_LENGTH = 24  # hexadecimal digits, 96 bits
_OWNERS = frozenset({"workflow", "service"})


class Keys:
    """Makes keys for the findings of one report; `folder` is that of the baseline."""

    def __init__(self, report: Report, folder: Path) -> None:
        self._contents = Contents(report.texts)
        self._documents = {document.id: document for document in report.documents}
        self._folder = folder

    def of(self, findings: Iterable[Finding]) -> Iterator[tuple[Finding, Key]]:
        """Each finding with its key."""
        for finding in findings:
            yield finding, self._key(finding)

    def _key(self, finding: Finding) -> Key:
        document = self._documents.get(finding.document)
        places = [self._contents.at(location.source) for location in finding.locations]
        # A related place is told by what stands there, not by its file: that may be renamed.
        related = sorted({canonical([each.pointer, each.value]) for each in places[1:]})
        main = places[0] if places else None
        content = [main.value if main else None, related, _owner(document, finding)]
        digest = hashlib.sha256(canonical(content).encode()).hexdigest()[:_LENGTH]
        pointer = main.pointer if main else ""
        return Key(relative(_file(finding, document), self._folder), finding.rule, pointer, digest)


def relative(file: str, folder: Path) -> str:
    """A file as the user named it, relative to a folder, with slashes; `-` and `<...>` stay."""
    if file == "-" or file.startswith("<"):
        return file
    return PurePath(os.path.relpath(Path(file).absolute(), folder.absolute())).as_posix()


def _file(finding: Finding, document: Document | None) -> str:
    """The file of the primary place; that of the document for a place in decoded claims."""
    source = finding.locations[0].source if finding.locations else Source("")
    if document is not None and (not source.file or source.file.startswith("<")):
        return document.source.file
    return source.file


def _owner(document: Document | None, finding: Finding) -> str:
    """What tells findings at one place apart: the workflow or product, the secret.

    A captured token has no name that survives its renewal.
    """
    if document is None:
        return ""
    if document.kind in _OWNERS:
        return document.id.partition("#")[2]
    if document.kind == "secrets":  # its text is covered, so its fingerprint speaks for it
        return str(finding.evidence.get("fingerprint", finding.evidence.get("kind", "")))
    return ""
