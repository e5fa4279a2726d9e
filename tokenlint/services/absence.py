"""Files that a configuration names: of which of them can it be told that they are not here.

What no repository holds by nature is passed over: certificates, keys, passwords, libraries,
and what a service makes by itself. So are patterns for names, commands, and whatever a template
or a snippet leaves open.
"""

import re
from functools import lru_cache
from pathlib import PurePosixPath

from tokenlint.services.acceptance import Absent
from tokenlint.services.text import Text
from tokenlint.services.value import Value

_DIRECTIVE = re.compile(r"\{\{|\{%|<%")
_OUTSIDE = frozenset(
    ".pem .key .crt .cer .p12 .pfx .jks .kdb .so .jar .passwd .password .htpasswd .secret"
    " .token .keytab .log .pid .sock".split()
)
_MADE = re.compile(r"grid-?mapfile|passw(?:or)?d$|host(?:cert|key)|secret", re.IGNORECASE)
_NO_NAME = re.compile(r"[*?|<>\s]|\[")


def absent(what: str, path: Value, near: Text) -> tuple[Absent, ...]:
    """The record of a path in `near` that led to no file; nothing where that cannot be told.

    `what` is the product's word for such a file.
    """
    bare = path.text.rstrip("/")
    name = PurePosixPath(bare).name
    if not path.known or not name or near.embedded or _is_template(near.content):
        return ()
    if _NO_NAME.search(bare) or _MADE.search(name) or PurePosixPath(name).suffix in _OUTSIDE:
        return ()
    return (Absent(what, path),)


@lru_cache(maxsize=8)  # one text may name thousands of files
def _is_template(content: str) -> bool:
    return _DIRECTIVE.search(content) is not None
