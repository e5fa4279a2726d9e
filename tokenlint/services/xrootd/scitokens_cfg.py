"""`scitokens.cfg`: which issuers XRootD's SciTokens plug-in trusts, and what for.

Follows `XrdAccSciTokens::Reconfig` of XRootD 6.2.1; what it drops without a word is kept as data.
"""

from dataclasses import dataclass, replace

from tokenlint.services.acceptance import Dead, UnknownKey
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.services.xrootd.config import IssuerSection, MapRule, SciTokens
from tokenlint.services.xrootd.inih import Ini, Item, read
from tokenlint.services.xrootd.scitokens_global import Checks, read_checks
from tokenlint.services.xrootd.scitokens_issuer import Section, read_section
from tokenlint.services.xrootd.scitokens_lines import dead_lines, dead_sections, unknown_keys
from tokenlint.source import Problem, Source

STOPS = "XRootD does not start with this file: "


@dataclass(frozen=True, slots=True)
class Shadowed:
    """A section whose issuer an earlier one, by name, already holds."""

    section: IssuerSection
    by: IssuerSection


@dataclass(frozen=True, slots=True)
class ScitokensFile:
    """A `scitokens.cfg` with what XRootD passes over in it.

    `mapfiles` are the name mapfiles that its sections name, None for a section without one;
    `later_keys` are the keys of its sections that older releases do not know, with their values.
    """

    text: Text
    value: SciTokens
    mapfiles: tuple[Value | None, ...]
    shadowed: tuple[Shadowed, ...]
    unknown_keys: tuple[UnknownKey, ...]
    dead: tuple[Dead, ...]
    problems: tuple[Problem, ...]
    map_subject: tuple[Value | None, ...]
    headers: tuple[Value, ...]
    later_keys: tuple[tuple[tuple[str, Value], ...], ...] = ()

    def with_mapfiles(
        self, rules: tuple[tuple[MapRule, ...] | None, ...], refused: str
    ) -> "ScitokensFile":
        """The file with the rules of its mapfiles, None for one that is not there."""
        issuers = tuple(
            replace(issuer, mapfile=found, mapfile_missing=name is not None and found is None)
            for issuer, found, name in zip(self.value.issuers, rules, self.mapfiles, strict=True)
        )
        value = replace(self.value, issuers=issuers, refused=self.value.refused or refused)
        return replace(self, value=value)


def read_scitokens(text: Text) -> ScitokensFile:
    """Read a text; never raises."""
    ini = read(text)
    values = ini.by_section()
    checks = read_checks(text, ini, values)
    sections = _sections(ini, values)
    kept, shadowed = _first_of_each_issuer(sections)
    problems = _problems(ini, checks, text)
    ignored = (dead for each in sections for dead in each.dead)
    return ScitokensFile(
        text,
        _value(text, checks, kept, problems),
        tuple(each.mapfile for each in kept),
        shadowed,
        unknown_keys(ini),
        (*dead_lines(ini), *dead_sections(ini, values), *ignored),
        problems,
        tuple(each.map_subject for each in kept),
        ini.headers,
        tuple(each.later_keys for each in kept),
    )


def _value(
    text: Text, checks: Checks, kept: list[Section], problems: tuple[Problem, ...]
) -> SciTokens:
    return SciTokens(
        source=text.whole,
        audiences=checks.audiences,
        audience_source=checks.audience_source,
        onmissing=checks.onmissing,
        onmissing_source=checks.onmissing_source,
        onmissing_written=checks.onmissing_written,
        issuers=tuple(each.value for each in kept),
        refused=problems[0].reason.removeprefix(STOPS) if problems else "",
        partial=checks.partial,
    )


def _sections(ini: Ini, values: dict[str, dict[str, Item]]) -> list[Section]:
    found = []
    headers = {each.text: each for each in reversed(ini.headers)}
    for name in ini.sections():
        if name.lower().startswith("issuer "):
            section = read_section(headers[name], values[name.lower()])
            if section is not None:
                found.append(section)
    return found


def _first_of_each_issuer(
    sections: list[Section],
) -> tuple[list[Section], tuple[Shadowed, ...]]:
    """What XRootD keeps: of several sections for one issuer the first, by the bytes of its name."""
    kept: dict[str, Section] = {}
    shadowed = []
    for section in sections:
        url = section.value.url
        key = url.text if url.known else f"{url.source}"
        if key in kept:
            shadowed.append(Shadowed(section.value, kept[key].value))
        else:
            kept[key] = section
    return list(kept.values()), tuple(shadowed)


def _problems(ini: Ini, checks: Checks, text: Text) -> tuple[Problem, ...]:
    found = [_broken(place) for place in ini.broken]
    found += [
        Problem("syntax", source, f"{STOPS}{reason}", advice)
        for source, reason, advice in checks.refusals
    ]
    if text.content.count("\x00"):
        found.append(Problem("syntax", text.whole, "the file is not text", "Save it as text."))
    return tuple(found)


def _broken(place: Source) -> Problem:
    reason = f"{STOPS}the line is neither a section, a comment nor `key = value`"
    return Problem("syntax", place, reason, "Mend the line, or begin it with `#`.")
