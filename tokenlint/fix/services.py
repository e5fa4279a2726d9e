"""Repairs of configurations of services: one text in the place of another, where only one fits.

What a finding points to is known to the letter, so that the rest of the line stays.
"""

import re
from collections.abc import Callable

from tokenlint.fix.case import Case
from tokenlint.fix.edit import Edit, FixPlan, NotFixed
from tokenlint.policy.service_subject import ServiceSubject
from tokenlint.services.acceptance import Acceptance, Setting

Fixer = Callable[[Case], FixPlan]

_OFF = ("true", "yes", "on", "1")
_ON = ("false", "no", "off", "0")
_NUMBER = re.compile(r"[0-9]+")
# A dot that stands for any sign: not escaped, not repeated, between the parts of a name.
_DOT = re.compile(r"(?<!\\)(?<=[A-Za-z0-9-])\.(?=[A-Za-z0-9-])")
# A line that opens or closes a part of a file: the same words mean something else behind it.
_SECTION = re.compile(r"^[ \t]*[\[<]|[{}]", re.MULTILINE)
_OPTION = re.compile(r"[ \t]+-expiry[ \t]+$")


def written(case: Case) -> str:
    """The text that the finding points to."""
    start, end = case.held.span(case.source)
    return case.held.text[start:end]


def value(case: Case, new: str, *, values: int = 1) -> FixPlan:
    """Another text in the place of that one. Raises NotFixed where it stands there already."""
    start, end = case.held.span(case.source)
    old = case.held.text[start:end]
    if old == new:
        raise NotFixed("what is written there is right; another line decides")
    says = f"write {new} for {old}"
    return FixPlan(case.held.name, (Edit(start, end, new),), case.finding, says, values=values)


def becomes(new: str, *instead_of: str) -> Fixer:
    """A repair that writes one word for any of some others, compared without case."""

    def fix(case: Case) -> FixPlan:
        old = written(case)
        if old.casefold() not in instead_of:
            raise NotFixed(f"what to write for {old} depends on what is meant")
        return value(case, _like(old, new))

    return fix


def _like(old: str, new: str) -> str:
    """A word in the case of another: `False` for `True`, `FALSE` for `TRUE`."""
    if not new.islower():
        return new
    return (
        new.upper()
        if old.isupper() and len(old) > 1
        else (new.capitalize() if old[:1].isupper() else new)
    )


switched_on = becomes("true", *_ON)
switched_off = becomes("false", *_OFF)


def at_most(limit: str | int) -> Fixer:
    """A repair that writes a bound, a limit's name or seconds, in the unit that is there."""

    def fix(case: Case) -> FixPlan:
        seconds = limit if isinstance(limit, int) else case.limits[limit]
        old = written(case)
        told = _seconds(case)
        if told is None or not _NUMBER.fullmatch(old) or not int(old):
            raise NotFixed(f"in which unit {old} is written cannot be told")
        unit, rest = divmod(told, int(old))
        if rest or not unit or seconds % unit:
            raise NotFixed("the bound is no whole number in the unit of this setting")
        return value(case, str(seconds // unit))

    return fix


def _acceptance(case: Case) -> Acceptance:
    if not isinstance(case.subject, ServiceSubject):
        raise NotFixed("it is about no configuration of a service")
    return case.subject.acceptance


def _seconds(case: Case) -> int | None:
    """The duration that is written where the finding points to."""
    held = _acceptance(case)
    durations = {each.source: each.seconds for each in held.settings}
    durations |= {each.source: each.seconds for offer in held.offers for each in offer.lifetimes}
    return durations.get(case.source)


def _setting(case: Case) -> Setting:
    settings = _acceptance(case).settings
    found = [each for each in settings if each.source == case.source]
    if len(found) != 1:
        raise NotFixed("which setting it is cannot be told")
    return found[0]


def known_key(case: Case) -> FixPlan:
    """SVC009: the key that was meant, which then has its effect."""
    unknown = [each for each in _acceptance(case).unknown_keys if each.key.source == case.source]
    meant = {each.suggestion for each in unknown} - {""}
    told = {each.key.text.casefold() for each in unknown}
    if len(meant) != 1 or written(case).casefold() not in told:
        raise NotFixed("which key is meant cannot be told")
    return value(case, meant.pop(), values=2)


def escaped_dots(case: Case) -> FixPlan:
    """SVC022: a backslash before each dot between the parts of a name."""
    old = written(case)
    if "[" in old:
        raise NotFixed("the pattern holds a class of signs")
    return value(case, _DOT.sub(r"\\.", old))


def semicolons(case: Case) -> FixPlan:
    """SVC050: the list is cut where it is meant to be."""
    return value(case, ";".join(part.strip() for part in written(case).split(",")))


def slash_behind(case: Case) -> FixPlan:
    """SVC058, ISS005, ISS031: the path ends with a slash, and so at a whole component."""
    old = written(case)
    if "/" not in old or old.endswith("/"):
        raise NotFixed("it does not end in a path without a slash")
    return value(case, f"{old}/")


def required(case: Case) -> FixPlan:
    """SVC035: what follows the login is protected, or there is no connection."""
    return becomes("REQUIRED", "optional", "preferred", "never")(case)


def without_expiry(case: Case) -> FixPlan:
    """SVC038: the option goes that stands for less than its word."""
    held = case.held
    start, end = held.span(case.source)
    found = _OPTION.search(held.text, held.line_around(start)[0], start)
    if not found:
        raise NotFixed("the option does not stand before its word on the same line")
    return FixPlan(held.name, (Edit(found.start(), end),), case.finding, "take -expiry out")


def issuer_spelling(case: Case) -> FixPlan:
    """ISS060: the address as the issuer's own file writes it, letter by letter."""
    if len(case.finding.locations) != 2:  # noqa: PLR2004  # this place, and the issuer's
        raise NotFixed("the repository holds more than one spelling of the issuer's own")
    place = case.finding.locations[1].source
    own = case.file(place.file)
    start, end = own.span(place)
    return value(case, own.text[start:end])


def drop_repeated(case: Case) -> FixPlan:
    """SVC010: a line goes that stands there twice, word for word; the first one is what counts.

    Of any other line without effect it is not known whether it should have one.
    """
    held = case.held
    dead = [each for each in _acceptance(case).dead if each.what.source == case.source]
    by = dead[0].by if len(dead) == 1 else None
    if by is None or by.file != held.name:
        raise NotFixed("whether the line is to go, or to stand where it counts, is not known")
    begin, end, following = held.line_around(held.span(case.source)[0])
    other, other_end, _ = held.line_around(held.offset(by.line, 1))
    line = held.text[begin:end]
    if begin == other or line.split() != held.text[other:other_end].split():
        raise NotFixed("the line that counts says something else, and one of them is wrong")
    between = held.text[min(begin, other) : max(begin, other)]
    if _SECTION.search(between) or not _stands_alone(held.text, begin, following, line):
        raise NotFixed("what has no effect is more, or less, than one line")
    says = f"take out the line, which line {by.line} repeats"
    return FixPlan(held.name, (held.without_line(begin),), case.finding, says, safe=True)


def _stands_alone(text: str, begin: int, following: int, line: str) -> bool:
    """Whether a line is an entry of its own: no header, no part of a continued one."""
    before = text[:begin].rstrip("\r\n").rpartition("\n")[2]
    opened = line.strip().startswith(("[", "{", "<", "-")) or line.strip()[-1:] in "{[(:,"
    continued = before.endswith(("\\", ",")) or line.endswith("\\")
    behind = text[following : following + 1] in (" ", "\t") and not line[:1].isspace()
    return not (opened or continued or behind)


def of_setting(**fixers: Fixer) -> Fixer:
    """A repair that depends on the setting; its dots and dashes are underscores here."""

    def fix(case: Case) -> FixPlan:
        name = _setting(case).name.replace(".", "_").replace("-", "_")
        if name not in fixers:
            raise NotFixed("what to write depends on what the setting is for")
        return fixers[name](case)

    return fix
