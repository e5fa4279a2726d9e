"""Here-documents in shell scripts and Dockerfiles: `cat > /etc/x.cfg <<EOF`."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from tokenlint.services.snippets.cut import cut
from tokenlint.services.snippets.naming import file_name
from tokenlint.services.text import Text

_HERE = re.compile(
    r"(?<![<\w])<<(-?)[ \t]*(?:\\?([A-Za-z_]\w*)|'([^'\n]{1,80})'|\"([^\"\n]{1,80})\")"
)
_REDIRECT = re.compile(r"(?<![<>&\d])>{1,2}\|?[ \t]*(?:\"([^\"]+)\"|'([^']+)'|([^\s;&|<>()\"']+))")
_TEE = re.compile(r"\btee[ \t]+(?:-\S+[ \t]+)*(?:\"([^\"]+)\"|'([^']+)'|([^\s;&|<>()\"']+))")
_COPY = re.compile(r"[ \t]*(?:COPY|ADD)[ \t].*[ \t](\S+)[ \t]*$", re.IGNORECASE)
_LONG = 4000  # characters: no command with a here-document is longer


def here_documents(text: Text) -> Iterator[Text]:
    """The here-documents that are closed and have a line, in their order."""
    if "<<" not in text.content:
        return
    lines = text.lines
    ends = _ends(lines)
    index, count = 0, len(lines)
    while index < count:
        line = lines[index][:_LONG]
        index += 1
        if "<<" not in line or line.lstrip().startswith("#"):
            continue
        for match in _HERE.finditer(line):
            word = match.group(2) or match.group(3) or match.group(4)
            end = _end(ends[bool(match.group(1))].get(word, []), index)
            if end < 0:
                break
            if any(each.strip() for each in lines[index:end]):
                indent = _tabs(lines[index:end]) if match.group(1) else 0
                yield cut(text, index, end, indent, _name(line))
            index = end + 1


def _ends(lines: tuple[str, ...]) -> dict[bool, dict[str, list[int]]]:
    """Lines of one word each, which may end a here-document; with tabs before it for `<<-`."""
    plain: dict[str, list[int]] = defaultdict(list)
    tabbed: dict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if 0 < len(line) <= _LONG:
            plain[line.rstrip()].append(index)
            tabbed[line.strip()].append(index)
    return {False: plain, True: tabbed}


def _end(candidates: list[int], first: int) -> int:
    at = bisect_left(candidates, first)
    return candidates[at] if at < len(candidates) else -1


def _tabs(lines: tuple[str, ...]) -> int:
    """The tabs that `<<-` takes off, as far as all lines have them."""
    return min((len(line) - len(line.lstrip("\t")) for line in lines if line.strip()), default=0)


def _name(command: str) -> str:
    """The file that the command writes, `here-document` where it writes none."""
    for pattern in (_REDIRECT, _TEE, _COPY):
        for match in pattern.finditer(command):
            target = next((group for group in match.groups() if group), "")
            name = file_name(target) or target.strip("\"'").rpartition("/")[2]
            if name and not target.startswith("/dev/"):
                return name
    return "here-document"
