"""The configuration of one ARC CE: the blocks of `arc.conf` and of the files beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from tokenlint.services.arc.blocks import Block, Option, blocks_of, has_directives
from tokenlint.services.arc.rules import Group, group_of
from tokenlint.services.text import Text
from tokenlint.source import Problem, Source

JOBS = "arex/ws/jobs"


@dataclass(frozen=True)
class Config:
    """All blocks in the order in which ARC reads them.

    `complete` tells that nothing else can hold what is missing here:
    no snippet, no template, and the block [common] is there, which ARC asks for.
    """

    texts: tuple[Text, ...]
    blocks: tuple[Block, ...]
    complete: bool

    @property
    def whole(self) -> Source:
        """The main file as a whole."""
        return self.texts[0].whole

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The authgroups in their order."""
        return tuple(group_of(block) for block in self.all("authgroup"))

    @cached_property
    def by_name(self) -> dict[str, tuple[Group, ...]]:
        """The authgroups by name; several of one name add up."""
        found: dict[str, list[Group]] = {}
        for group in self.groups:
            found.setdefault(group.name.text, []).append(group)
        return {name: tuple(groups) for name, groups in found.items()}

    def all(self, keyword: str) -> tuple[Block, ...]:
        """The blocks of a keyword."""
        return tuple(block for block in self.blocks if block.keyword == keyword)

    def first(self, keyword: str) -> Block | None:
        """The first block of a keyword."""
        return next(iter(self.all(keyword)), None)

    def options(self, keyword: str, *keys: str) -> tuple[Option, ...]:
        """The options of some keys in all blocks of a keyword."""
        return tuple(option for block in self.all(keyword) for option in block.of(*keys))

    def last(self, keyword: str, key: str) -> Option | None:
        """The option that counts where a key is repeated."""
        found = self.options(keyword, key)
        return found[-1] if found else None

    def place(self, keyword: str) -> Source:
        """The block that holds or should hold an option, else the file."""
        block = self.first(keyword)
        return block.source if block else self.whole


def config_of(texts: Iterable[Text]) -> tuple[Config, tuple[Problem, ...]]:
    """The configuration that some texts make, in this order, and what cannot be read of them."""
    kept = tuple(texts)
    blocks: list[Block] = []
    problems: list[Problem] = []
    for text in kept:
        found, wrong = blocks_of(text)
        blocks += found
        problems += wrong
    partial = any(text.embedded or has_directives(text) for text in kept)
    complete = not partial and any(block.keyword == "common" for block in blocks)
    problems += _repeated(blocks)
    return Config(kept, tuple(blocks), complete), tuple(problems)


def _repeated(blocks: Iterable[Block]) -> Iterable[Problem]:
    seen: dict[tuple[str, str], Source] = {}
    for block in blocks:
        key = (block.keyword, block.name.text)
        first = seen.setdefault(key, block.source)
        if first is not block.source and block.name.known:
            title = ":".join(part for part in key if part)
            yield Problem(
                "syntax",
                block.source,
                f"the block [{title}] is there already at {first}, and ARC asks for unique names",
                "join the two blocks",
            )
