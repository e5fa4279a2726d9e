"""Which folder of tokens Harvester sends the pilots of a queue with.

`tokenDir` is for production, `tokenDirAnalysis` for pilots of analysis in queues for both.
Source: HSF/harvester @10afaae, harvestersubmitter/htcondor_submitter.py.
What a queue is for, only names tell: `US_analysis_pull`, `/data/tokens/ce/prod`.
"""

import re
from collections.abc import Iterator, Sequence

from tokenlint.services.acceptance import Setting
from tokenlint.services.structured.tree import Node
from tokenlint.services.text import Text
from tokenlint.services.value import Value

_ANALYSIS = re.compile(r"(?:^|[^a-z])(?:anal|analy|analysis)(?:$|[^a-z])", re.IGNORECASE)
_PRODUCTION = re.compile(r"(?:^|[^a-z])(?:prod|production)(?:$|[^a-z])", re.IGNORECASE)
_TOKEN_FILE = re.compile(
    r"[ \t]*(?:\+ScitokensFile|scitokens_file)[ \t]*=[ \t]*[\"']?([^\"'\n]*)", re.IGNORECASE
)
_NAMES = ("tokenDir", "tokenDirAnalysis", "pandaTokenDir", "pandaTokenKeyPath")
_SHARED = "tokendir for analysis"


def settings(root: Node) -> Iterator[Setting]:
    """The folders of each queue, and those of production that analysis uses."""
    queues = [(name, queue) for name, queue in root.children.items() if queue.kind == "map"]
    production = {
        folder.text
        for name, queue in queues
        if (folder := queue.text("submitter", "tokenDir")) and _PRODUCTION.search(name)
    }
    for name, queue in queues:
        for option in _NAMES:
            value = queue.text("submitter", option)
            if value is not None and value.text:
                yield Setting(option.lower(), value.text, value.source, known=value.known)
        yield from _shared(name, queue, production)


def _shared(name: str, queue: Node, production: set[str]) -> Iterator[Setting]:
    """The folder that pilots of analysis get, where it is one of production."""
    analysis = queue.text("submitter", "tokenDirAnalysis")
    usual = queue.text("submitter", "tokenDir")
    folder = analysis or (usual if _ANALYSIS.search(name) else None)
    if folder is None or not folder.known or not folder.text:
        return
    if folder.text in production or _PRODUCTION.search(folder.text):
        yield Setting(_SHARED, folder.text, folder.source)


def of_template(text: Text) -> Iterator[Setting]:
    """The file of the token in a template of a submit description."""
    for index, line in text:
        found = _TOKEN_FILE.match(line)
        if not found:
            continue
        place = text.at(index, found.start(1), found.start(1) + len(found[1].rstrip()))
        path = found[1].rstrip()
        filled = "{" in path
        yield Setting(
            "+scitokensfile", path, place, known=not filled and Value.of(path, place).known
        )
        if _ANALYSIS.search(text.name) and _PRODUCTION.search(path):
            yield Setting(_SHARED, path, place)


def of_templates(texts: Sequence[Text]) -> tuple[Setting, ...]:
    """The same for several templates."""
    return tuple(each for text in texts for each in of_template(text))
