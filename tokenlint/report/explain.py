"""`tokenlint explain CODE`: one rule in full, from the catalogue alone."""

import json
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import Any

from tokenlint.policy.catalogue import Example, ExampleMacaroon, ExampleToken, Rule
from tokenlint.policy.example_audit import ExampleAudit
from tokenlint.policy.example_probe import ExampleProbe
from tokenlint.policy.example_proxy import ExampleProxy
from tokenlint.report.escape import visible
from tokenlint.report.full import cite
from tokenlint.report.lines import Line, paragraph, write
from tokenlint.report.view import View

_QUESTION = {"audience": "where", "scope": "what", "lifetime": "how long"}
_Made = ExampleProxy | ExampleProbe | ExampleAudit
_PLURALS = {"proxy": "proxies", "secrets": "secrets"}
_SAFETY = {
    True: "`tokenlint fix` writes this where only one text is right; nothing changes its meaning.",
    False: "`tokenlint fix --unsafe` writes this where only one text is right; check it first.",
}

ADVICE = "The finding says what to change in the product that it is about."
"""Stands for the gap of that name: no product is in view."""


def render(rule: Rule, view: View) -> str:
    """What it is, why it matters, wrong and right examples, what to write instead, sources."""
    return write(_lines(rule, view), view)


def _lines(rule: Rule, view: View) -> Iterable[Line]:
    yield (
        (f" {rule.severity.upper()} ", rule.severity.value),
        (f" {rule.code} ", "strong"),
        (rule.name, "strong"),
    )
    yield from paragraph(visible(rule.title), view.width, first=(), indent=0, style="strong")
    yield ()
    yield from paragraph(_traits(rule), view.width, first=(("  ", ""),), indent=2, style="muted")
    yield from _section("What it says", rule.message, view)
    yield from _section("Why it matters", rule.why, view)
    for example in rule.examples.bad:
        yield from _example("Wrong", example, view)
    yield from _section("What to write instead", rule.fix.replace("{advice}", ADVICE), view)
    if rule.fix_safe is not None:
        yield from _text(_SAFETY[rule.fix_safe], view)
    for example in rule.examples.good:
        yield from _example("Right", example, view)
    yield from _sources(rule, view)
    yield from _title("To ignore it at one place")
    yield (("  ", ""), (f"# tokenlint: ignore[{rule.code}] the reason; until=2027-01-31", "code"))


def _traits(rule: Rule) -> str:
    question = _QUESTION.get(rule.axis)
    axis = f"axis {rule.axis} ({question})" if question else "no axis"
    shown = "shown to everyone" if rule.persona == "regular" else f"shown to {rule.persona}"
    kinds = " and ".join(_PLURALS.get(kind, f"{kind}s") for kind in rule.kinds)
    parts = (f"confidence {rule.confidence}", axis, shown, f"judges {kinds}", f"since {rule.since}")
    return visible(" · ".join(parts))


def _title(text: str) -> list[Line]:
    return [(), ((text, "strong"),)]


def _section(title: str, text: str, view: View) -> Iterable[Line]:
    yield from _title(title)
    yield from _text(text, view)


def _text(text: str, view: View) -> Iterable[Line]:
    """Paragraphs; the line breaks of the catalogue are for its authors, except before code."""
    for row in text.strip().splitlines():
        if row.strip():
            yield from paragraph(visible(row), view.width, first=(("  ", ""),), indent=2)
        else:
            yield ()


def _example(title: str, example: Example, view: View) -> Iterable[Line]:
    yield from _title(f"{title}: {visible(example.name)}")
    if example.proxy:
        yield from _code(_members(example.proxy), view)
    if example.token:
        yield from _code(_token(example.token), view)
    if example.probe:
        yield from _code(_members(example.probe), view)
    if example.audit:
        yield from _code(_members(example.audit), view)
    if example.macaroon:
        yield from _code(_macaroon(example.macaroon), view)
    for text in (example.workflow, example.against, example.capture):
        if text:
            yield from _code(text, view)
    for number, (name, text) in enumerate(example.files.items()):
        if number:
            yield ()
        yield (("  ", ""), (visible(name), "muted"))
        yield from _code(text, view)


def _token(token: ExampleToken) -> str:
    """The claims, with the header where it is part of the example."""
    claims = token.raw_claims or json.dumps(dict(token.claims), indent=2, ensure_ascii=False)
    header = token.raw_header or (json.dumps(dict(token.header)) if token.header else "")
    return f"header: {header}\n{claims}" if header else claims


def _macaroon(macaroon: ExampleMacaroon) -> str:
    """Location and caveats, as a report shows those of a macaroon."""
    lines = [f"location   {macaroon.location or '(none)'}"]
    lines += [f"caveat     {text}" for text in macaroon.caveats]
    if macaroon.third_party is not None:
        lines.append(f"caveat     of a third party at {macaroon.third_party}")
    broken = ["(with a line break in the middle)"] if macaroon.broken else []
    return "\n".join([*lines, *broken])


def _members(made: _Made) -> str:
    """What a proxy, a probe or an audit is made of, without what is as usual."""
    return json.dumps(_stated(made), indent=2, ensure_ascii=False)


def _stated(made: Any) -> Any:
    """The members that differ from their default, and likewise those of members."""
    if isinstance(made, tuple):
        return [_stated(each) for each in made]
    if not is_dataclass(made):
        return made
    members = ((each.name, each.default, getattr(made, each.name)) for each in fields(made))
    return {name: _stated(value) for name, usual, value in members if value not in (usual, {})}


def _code(text: str, view: View) -> Iterable[Line]:
    for row in text.strip("\n").splitlines():
        shown = visible(row.replace("\t", "    "))
        room = max(20, view.width - 4)
        for start in range(0, max(1, len(shown)), room):
            yield (("  │ ", "muted"), (shown[start : start + room], "code"))


def _sources(rule: Rule, view: View) -> Iterable[Line]:
    if not rule.references:
        return
    yield from _title("Sources")
    for reference in rule.references:
        yield from paragraph(cite(reference), view.width, first=(("  - ", ""),), indent=4)
