"""Files that files of a pool include: where they lead in a circle, and what is not here.

Source: config.cpp and MapFile.cpp of htcondor/htcondor (at commit 03d30c1), and the manual,
"Introduction to Configuration": `include` must find its file unless `ifexist` is written,
and goes 20 levels deep; an `@include` in a mapfile that another one includes is logged and skipped.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from tokenlint.services.absence import absent
from tokenlint.services.acceptance import Absent, Dead
from tokenlint.services.circles import circles
from tokenlint.services.htcondor.config import Config, Inclusion
from tokenlint.services.htcondor.mapfile import Include, Mapfile
from tokenlint.services.pieces import common_end
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem

_SURE = 2  # parts of a path that two files do not share by chance


def loops(configs: Sequence[Config]) -> Iterator[Problem]:
    """Includes that lead back to the file in which they stand."""
    named: dict[str, list[int]] = {}
    for at, config in enumerate(configs):
        named.setdefault(config.text.name, []).append(at)
    links = [_links(configs, at, named) for at in range(len(configs))]
    for circle in circles(dict(enumerate(links))):
        last = links[circle[-1]][circle[0]]
        yield _endless(last, configs[circle[0]].text)


def _links(
    configs: Sequence[Config], at: int, named: Mapping[str, Sequence[int]]
) -> dict[int, Inclusion]:
    """The files that a file surely includes, each with the line."""
    found: dict[int, Inclusion] = {}
    for inclusion in configs[at].includes:
        for to in named.get(PurePosixPath(inclusion.path.text).name, ()):
            if inclusion.certain and _is_named(configs[to].text, inclusion.path, itself=to == at):
                found.setdefault(to, inclusion)
    return found


def _endless(inclusion: Inclusion, text: Text) -> Problem:
    return Problem(
        "syntax",
        inclusion.path.source,
        f"HTCondor does not start with this configuration: {text.name} is being read already, "
        "so that the include leads in a circle, and HTCondor takes no more than 20 levels",
        "Take one of these includes out.",
    )


def missing_configs(configs: Sequence[Config]) -> Iterator[Absent]:
    """Included files that are not among those of the pool."""
    names = {config.text.name for config in configs}
    for config in configs:
        for inclusion in config.includes:
            here = PurePosixPath(inclusion.path.text).name in names
            if inclusion.certain and not inclusion.optional and not here:
                yield from absent("included configuration", inclusion.path, config.text)


def missing_mapfiles(
    mapfiles: Sequence[Mapfile], written: Value | None, near: Text | None
) -> Iterator[Absent]:
    """The mapfile that `written` names in `near`, and those that mapfiles include."""
    texts = [each.text for each in mapfiles]
    if written is not None and near is not None:
        name = PurePosixPath(written.text).name
        if not any(text.name == name for text in texts):
            yield from absent("mapfile", written, near)
    for mapfile in mapfiles:
        for include in _includes(mapfile):
            if not any(_is_included(text, include) for text in texts if text is not mapfile.text):
                yield from absent("mapfile", include.path, mapfile.text)


def nested(mapfiles: Sequence[Mapfile]) -> Iterator[Dead]:
    """Each `@include` in a mapfile that another one includes.

    Of two that include each other the first is read, `condor_mapfile` before all others.
    """
    including = [each for each in mapfiles if any(_includes(each))]
    including.sort(key=lambda each: each.text.name != "condor_mapfile")
    says = "HTCondor passes over an @include in a mapfile that another one includes"
    read: list[Mapfile] = []
    for mapfile in including:
        before = (entry for other in read for entry in _includes(other))
        by = next((entry for entry in before if _is_included(mapfile.text, entry)), None)
        if by is None:
            read.append(mapfile)
            continue
        for entry in _includes(mapfile):
            yield Dead("ignored-value", entry.path, says, by.path.source)


def _includes(mapfile: Mapfile) -> Iterator[Include]:
    return (entry for entry in mapfile.entries if isinstance(entry, Include))


def _is_included(text: Text, include: Include) -> bool:
    """Whether an `@include` of a file or of a folder takes this text."""
    if not include.path.known:
        return False
    folder = PurePosixPath(text.folder).parts
    wanted = PurePosixPath(include.path.text).parts
    return _is_named(text, include.path) or bool(
        folder and wanted and folder[-1] == wanted[-1] and folder[-1].endswith(".d")
    )


def _is_named(text: Text, path: Value, *, itself: bool = False) -> bool:
    """Whether a path stands for this text: both have the same name.

    `itself` asks whether the text names itself, which takes more than the name.
    """
    if not path.known or text.embedded:
        return False
    same = common_end(PurePosixPath(path.text).parts, (*text.parts[:-1], text.name))
    return same >= (_SURE if itself else 1)
