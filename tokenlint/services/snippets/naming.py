"""How the words around a snippet name its file."""

import re
from collections.abc import Sequence

_FILE = re.compile(r"[\w./~+@${}<>*:-]*[\w}>*]")
_HAS_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9_-]{0,11}$")
_QUOTED = re.compile(r"`{1,2}([^`\s]{1,200})`{1,2}|\*\*([^*\s]{1,200})\*\*")
_ATTRIBUTE = re.compile(
    r"""(?:title|file|filename|name|caption|path)\s*[=:]\s*(?:"([^"]*)"|'([^']*)'|([^\s,}"']+))""",
    re.IGNORECASE,
)
_NAMING_COMMENT = re.compile(
    r"\s*(?:#|;|//)+\s*(?:[Ff]ile(?:name)?:?\s*)?(/?[^\s/]+(?:/[^\s/]+)+)\s*:?$"
)
_LOOK_BACK = 4  # lines of a paragraph
_LONG = 2000  # characters: no sentence that names a file is longer
_LANGUAGES = {
    "yaml": ("yaml", "yml"),
    "yml": ("yaml", "yml"),
    "json": ("json",),
    "xml": ("xml",),
    "python": ("py",),
    "py": ("py",),
    "toml": ("toml",),
    "dockerfile": ("dockerfile",),
}
_INSTALLED = ("/etc/", "/usr/", "/opt/", "/var/", "/root/", "~/")
_DOMAINS = tuple(
    ".com .org .net .edu .gov .ch .de .fr .it .uk .es .se .no .io .eu .example".split()
)
_SHELLS = frozenset("sh bash shell zsh console shell-session shellsession terminal".split())


def file_name(words: str) -> str:
    """The last part of a path, empty where the words are no path or file name."""
    bare = words.strip().strip("\"'`,;:()")
    if not _FILE.fullmatch(bare) or "://" in bare:
        return ""
    name = bare.rstrip("/").rpartition("/")[2]
    return name if "/" in bare or _HAS_SUFFIX.search(bare) else ""


def named_before(lines: Sequence[str], index: int) -> str:
    """The file that the paragraph before line `index` names in quotes, the last one it names."""
    last = index - 1
    while last >= 0 and index - last <= _LOOK_BACK and not lines[last].strip():
        last -= 1
    for at in range(last, max(last - _LOOK_BACK, -1), -1):
        line = lines[at][:_LONG]
        if not line.strip() or line.lstrip().startswith(("```", "~~~")):
            break
        named = [_told(one or other) for one, other in _QUOTED.findall(line)]
        if any(named):
            return [name for name in named if name][-1]
    return ""


def named_in(info: str) -> str:
    """The file that a fence's info string or an option line names: `title="x.cfg"`, `ini:x.cfg`."""
    for match in _ATTRIBUTE.finditer(info[:_LONG]):
        name = file_name(next(group for group in (*match.groups(), "") if group is not None))
        if name:
            return name
    words = info[:_LONG].replace("{", " ").replace("}", " ").split()
    parts = [part for word in words if "=" not in word for part in word.split(":")]
    return next(
        (name for part in parts if not part.startswith(".") and (name := file_name(part))), ""
    )


def named_first(line: str) -> str:
    """The file that a first line names in a comment: `# /etc/xrootd/scitokens.cfg`."""
    match = _NAMING_COMMENT.match(line) if len(line) <= _LONG else None
    return file_name(match.group(1)) if match else ""


def snippet_name(language: str, explicit: str, before: str, lines: Sequence[str]) -> str:
    """The name of a snippet: what it is given, else what is told before it, else its language.

    Commands are no file, whatever file the sentence before them speaks of;
    but what begins with a section's head is no command, whatever language it is marked as.
    """
    word = language.casefold()
    if explicit:
        return explicit
    if word in _SHELLS:
        if not _has_head(lines):
            return "block.sh"
        word = ""
    expected = _LANGUAGES.get(word)
    if before and (expected is None or before.casefold().endswith(expected)):
        return before
    return f"block.{word}" if word.isidentifier() else "block"


def _told(words: str) -> str:
    """The file that a quoted word is; a host, a grid path or an option's name is none."""
    name = file_name(words)
    if "/" in words:
        return name if _HAS_SUFFIX.search(name) or words.startswith(_INSTALLED) else ""
    return "" if name.casefold().endswith(_DOMAINS) else name


def _has_head(lines: Sequence[str]) -> bool:
    first = next((line.strip() for line in lines if line.strip()[:1] not in ("", "#", ";")), "")
    return first.startswith("[") and first.endswith("]") and not first.startswith(("[[", "[ "))
