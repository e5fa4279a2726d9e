"""Which files are ARC's, by what they say and by their names."""

import re

from tokenlint.services.text import Text

PRODUCT = "arc"

CONF = "arc.conf"
FRAGMENT = "arc.conf.d"

_NAME = re.compile(r"arc[-_.]?(?:ce[-_.])?(?:[\w-]+\.)?conf(?:\..+)?", re.IGNORECASE)
# What holds a configuration as a part, and what is read as something else.
_OTHERS = re.compile(
    r".*\.(?:md|mdx|markdown|rst|yaml|yml|json|xml|html?|py|pl|pm|sh|bash|spec|pp|rb|tf)"
    r"|(?:docker|container)file.*",
    re.IGNORECASE,
)
_BLOCK = re.compile(
    r"""^[ \t]*\[(?:
        authgroup:[^\]\n]+ | authtokens | arex | arex/[^\]\n]+ | lrms | lrms/ssh
      | mapping | nordugridmap | userlist:[^\]\n]+ | gridftpd | gridftpd/[^\]\n]+
      | infosys/[^\]\n]+ | queue:[^\]\n]+ | queue/[^\]\n]+ | grid-manager
    )[ \t]*\]""",
    re.VERBOSE | re.MULTILINE,
)
# No other product has blocks of these names.
_TELLING = re.compile(
    r"""^[ \t]*(?:
        \[(?:authgroup:[^\]\n]+|arex|arex/[^\]\n]+|nordugridmap|grid-manager)[ \t]*\]
      | [+-]?!?authtokens(?:gen)?[ \t]*=
      | (?:map_to_user|map_to_pool|map_with_file|map_with_plugin)[ \t]*=
    )""",
    re.VERBOSE | re.MULTILINE,
)
_ENTRY = re.compile(r"^[ \t]*[^\s#]", re.MULTILINE)


def kind_of(text: Text) -> str | None:
    """`arc.conf`, `arc.conf.d` for a file of that folder, None for what is not ARC's."""
    if not text.embedded and _OTHERS.fullmatch(text.name):
        return None
    if "arc.conf.d" in text.file:
        return FRAGMENT if "[" in text.content or not _ENTRY.search(text.content) else None
    if _NAME.fullmatch(text.name) and not text.embedded:
        ours = _BLOCK.search(text.content) or not _ENTRY.search(text.content)
        return CONF if ours else None
    if "[" not in text.content or text.content.startswith("#!"):
        return None
    return CONF if _TELLING.search(text.content) and _BLOCK.search(text.content) else None
