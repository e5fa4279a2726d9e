"""Configuration texts inside another file, with the true line and column of every character.

YAML scalars (ConfigMaps, Helm values, cloud-init, Ansible), fenced blocks in Markdown,
literal blocks in reStructuredText, here-documents in shell scripts, and these within each other.
"""

import re
from collections.abc import Callable, Iterator

from tokenlint.services.snippets.directives import directives
from tokenlint.services.snippets.fences import fences
from tokenlint.services.snippets.here import here_documents
from tokenlint.services.snippets.scalars import scalars
from tokenlint.services.text import Text

_DEPTH = 3
_SHELL_NAME = re.compile(r"(?:.*\.)?(?:sh|bash|ksh|zsh)|.*(?:docker|container)file.*|.*\.def")
_SHEBANG = re.compile(r"#!\s*/\S*?(?:/env\s+)?(?:ba|da|k|z)?sh\b")
_YAML_START = ("#cloud-config", "apiVersion:", "---\n", "---\r")

Finder = Callable[[Text], Iterator[Text]]


def embedded(text: Text) -> Iterator[Text]:
    """The texts within a text, each followed by those within it, at most three deep."""
    yield from _within(text, _DEPTH)


def _within(text: Text, depth: int) -> Iterator[Text]:
    finder = _finder(text)
    if finder is None or depth == 0:
        return
    for child in finder(text):
        yield child
        yield from _within(child, depth - 1)


def _finder(text: Text) -> Finder | None:
    """What looks for texts in a text, by its name, else by its first characters."""
    name = text.bare_name
    if name.endswith((".yaml", ".yml")):
        return scalars
    if name.endswith((".md", ".mdx", ".markdown", ".rmd", ".qmd")):
        return fences
    if name.endswith((".rst", ".rest", ".rst.txt")):
        return directives
    if _SHELL_NAME.fullmatch(name) or _SHEBANG.match(text.content[:80]):
        return here_documents
    if text.content.startswith(_YAML_START):
        return scalars
    return here_documents if text.embedded else None
