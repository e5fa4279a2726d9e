"""Files that `arc.conf` names and that no file of the run is read for.

Source: `arc.conf.reference` of nordugrid/arc at commit 97883437: `map_with_file = GROUP FILE`
in [mapping], `file = FILE` in an authgroup, `source = file://FILE` in [userlist: NAME].
"""

from collections.abc import Iterator

from tokenlint.services.absence import absent
from tokenlint.services.acceptance import Absent
from tokenlint.services.arc.blocks import Option
from tokenlint.services.arc.config import Config
from tokenlint.services.value import Value

_LOCAL = "file://"


def named_files(config: Config) -> Iterator[Absent]:
    """The files, each with what ARC calls it."""
    for option in config.options("mapping", "map_with_file"):
        for path in option.words()[1:2]:
            yield from _absent("map_with_file", path, option)
    for group in config.groups:
        for rule in group.rules:
            if rule.command == "file":
                for path in rule.words[:1]:
                    yield from _absent("file", path, rule.option)
    for option in config.options("userlist", "source"):
        if option.value.text.startswith(_LOCAL):
            path = Value.of(option.value.text.removeprefix(_LOCAL), option.value.source)
            yield from _absent("source", path, option)


def _absent(what: str, path: Value, option: Option) -> tuple[Absent, ...]:
    return absent(what, path, option.text)
