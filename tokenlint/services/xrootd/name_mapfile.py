"""The name mapfile of XRootD's SciTokens plug-in: JSON rules from a token to an account.

Follows `XrdAccSciTokens::ParseMapfile` of XRootD 6.2.1. A rule's keys are asked in the order
of their names, a string `ignore` skips a rule, and another value of `ignore` does not.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from tokenlint.services.acceptance import Dead, UnknownKey
from tokenlint.services.known_keys import unknown_key
from tokenlint.services.text import Text
from tokenlint.services.value import Value, has_placeholder
from tokenlint.services.xrootd.config import MapRule
from tokenlint.services.xrootd.json_places import Element, Member, NotJson, listed
from tokenlint.services.xrootd.keys import MAP_KEYS
from tokenlint.services.xrootd.paths import canonical
from tokenlint.source import Problem, Source

STOPS = "XRootD does not start with this name mapfile: "
_REMARKS = ("comment", "description", "note", "remark")
_STRINGS = ("result", "group", "sub", "path")
"""Keys whose value must be a string; a `username` that is none is passed over."""


@dataclass(frozen=True, slots=True)
class NameMapfile:
    """The rules that XRootD asks in order, and what it passes over."""

    text: Text
    rules: tuple[MapRule, ...]
    unknown_keys: tuple[UnknownKey, ...] = ()
    dead: tuple[Dead, ...] = ()
    problems: tuple[Problem, ...] = ()


_DEPTH = 64  # parts of a path that are looked at for a wider rule


class _Refused(Exception):
    """XRootD refuses the mapfile."""

    def __init__(self, source: Source, reason: str) -> None:
        super().__init__(reason)
        self.problem = Problem("syntax", source, f"{STOPS}{reason}", "Mend the rule.")


def read_mapfile(text: Text) -> NameMapfile:
    """Read a text; never raises."""
    rules: list[MapRule] = []
    unknown: list[UnknownKey] = []
    problems: list[Problem] = []
    try:
        for element in listed(text):
            unknown += _unknown_keys(element.members)
            rule = _rule(element)
            rules += [rule] if rule else []
    except _Refused as refused:
        problems.append(refused.problem)
    except NotJson as error:
        if has_placeholder(text.content):
            return _unknown(text)
        source = text.at(error.line)
        reason = f"{STOPS}{error}"
        problems.append(Problem("syntax", source, reason, "Write a list of JSON objects."))
    dead = tuple(_shadowed(rules))
    return NameMapfile(text, tuple(rules), tuple(unknown), dead, tuple(problems))


def _unknown(text: Text) -> NameMapfile:
    """A template: rules that nobody can read yet."""
    return NameMapfile(text, (MapRule(Value("", text.whole, known=False), text.whole),))


def _rule(element: Element) -> MapRule | None:
    """A rule; None for one that is to be ignored.

    Of several members with one name the last counts; they are looked at in the order of names.
    """
    last = {member.key.text: member for member in element.members}
    words: dict[str, str] = {}
    for key in sorted(last):
        member = last[key]
        if not isinstance(member.value, str):
            if key in _STRINGS:
                raise _Refused(member.source, f"`{key}` is not a string")
        elif key == "ignore":
            return None
        elif key == "path":
            words["path"] = _path(member)
        elif key in MAP_KEYS:
            words[key] = member.value
    if not words.get("result"):
        raise _Refused(element.source, "the rule has no `result`")
    return _made(last["result"], words, element.source)


def _made(result: Member, words: dict[str, str], source: Source) -> MapRule:
    return MapRule(
        result=Value.of(words["result"], result.source),
        source=source,
        sub=words.get("sub") or None,
        username=words.get("username") or None,
        path=words.get("path") or None,
        group=words.get("group") or None,
    )


def _path(member: Member) -> str:
    path = canonical(str(member.value))
    if path is None:
        raise _Refused(member.source, "`path` does not begin with `/`")
    return path


def _unknown_keys(pairs: Iterable[Member]) -> Iterator[UnknownKey]:
    for member in pairs:
        key = member.key.text.lower()
        if member.key.text in MAP_KEYS or key.strip("_/# ") in {"", *_REMARKS}:
            continue
        yield unknown_key(member.key, "name mapfile", MAP_KEYS)


def _shadowed(rules: list[MapRule]) -> Iterator[Dead]:
    """Rules after one that asks no more than they do: the first that fits gives the account."""
    seen: dict[tuple[str | None, ...], MapRule] = {}
    for rule in rules:
        earlier = next((seen[each] for each in _wider(rule) if each in seen), None)
        if earlier:
            says = "an earlier rule fits whatever this one fits, and the first one counts"
            yield Dead("shadowed", rule.result, says, earlier.source)
        seen.setdefault((rule.sub, rule.username, rule.group, rule.path), rule)


def _wider(rule: MapRule) -> Iterator[tuple[str | None, ...]]:
    """What a rule may ask for that fits all that this one fits."""
    folders: list[str | None] = [None, "/"]
    if rule.path:
        parts = rule.path.strip("/").split("/")[:_DEPTH]
        folders += ["/" + "/".join(parts[: count + 1]) for count in range(len(parts))]
    asked = ({None, rule.sub}, {None, rule.username}, {None, rule.group}, folders)
    return product(*asked)
