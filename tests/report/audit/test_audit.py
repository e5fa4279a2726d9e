"""An audit for people and machines: the gravest first, nothing lost, nothing obeyed."""

import json
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from tests.effort import examples
from tests.report.audit import made
from tests.report.hostile import HOSTILE
from tests.report.html.test_page import FRAME, Read
from tokenlint.audit.audited import Audited
from tokenlint.audit.event import Event
from tokenlint.audit.outcome import Cause, Seen, Usage
from tokenlint.cli.schema import load
from tokenlint.errors import UsageError
from tokenlint.policy.finding import Location
from tokenlint.report.audit.json import schema
from tokenlint.report.audit.render import deliver, render
from tokenlint.report.audit.words import (
    SAYS,
    STYLES,
    by_cause,
    duration,
    instant,
    noted_words,
    seen_words,
)
from tokenlint.report.elements import TAGS
from tokenlint.report.lines import cells
from tokenlint.report.output import Output
from tokenlint.report.render import FORMATS
from tokenlint.report.view import View
from tokenlint.source import Source

EVERY = [made.audited, made.quiet]
slow = settings(
    max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def text(audited: Audited, width: int = 100, **more: object) -> str:
    return render("full", audited, View(width=width, **more))  # type: ignore[arg-type]


def flat(words: str) -> str:
    return " ".join(words.split())


def test_the_gravest_comes_first() -> None:
    whole = flat(text(made.audited()))
    order = [
        "3 inputs, 48.0 MB, 400,000 lines",
        "2026-11-20 12:00 UTC to 2026-11-21 12:00 UTC (1 d)",
        "xrootd (300,000 lines), dcache-billing (100,000 lines)",
        "390,000: 380,000 allowed, 9,000 refused, 1,000 of which the log does not say",
        "377,988 with a token of which facts are known (42 tokens from --tokens)",
        "9,000 lines about something else",
        "unread 1,000 lines",
        "times without a zone are taken for UTC",
        "901 operations allowed, although the token at hand did not permit it",
        "delete once, 1 token; it can lose data; the token holds storage.create",
        "workflow cleaner, issuer https://issuer.example, client a1b2c3",
        "xrootd.log.gz:4711 delete /data/raw/run-1, 2026-11-20 12:01 UTC, from 192.0.2.7",
        "read 900 times, 1 token; the token holds storage.create, at another path",
        "4 operations allowed after the token had expired",
        "at least 2 tokens; up to 1 h 30 min after its expiry",
        "1 operation allowed before the token was valid",
        "up to 30 s before its start",
        "not in the token's audience",
        "12 addresses, 1 explained",
        "3 services, 1 explained",
        "5 operations refused, although the token permitted it",
        "12,000 operations allowed with a token of which nothing is known",
        "Granted, and never used",
        "unused storage.modify:/data, storage.stage:/, 2 granted ones are not shown",
        "used storage.read:/ (1,204)",
        "1 of 2 used all that was granted",
        "Lines that could not be used",
        "990 time",
        "━━ Findings",
        "LOG001",
        "1,000 lines are broken",
        "verdict",
    ]
    places = [whole.index(words) for words in order]
    assert places == sorted(places)


def test_what_is_not_there_has_no_heading() -> None:
    whole = text(made.quiet())
    for words in ("Granted", "could not be used", "period", "although"):
        assert words not in whole
    assert "none was recognised" in whole


def test_nothing_is_told_twice() -> None:
    """Numbers and notes stand at the top; a witness that stands in a frame is not repeated."""
    whole = flat(text(made.audited()))
    assert whole.count("times without a zone are taken for UTC") == 1
    document = replace(made.audited().report.documents[0], facts={"inputs": "3"})
    report = replace(made.audited().report, documents=(document,))
    assert "inputs 3" not in flat(text(replace(made.audited(), report=report)))
    places = (Location(Source("a.log", 3), "DELETE /x"), Location(Source("<audit>")))
    (finding,) = made.audited().report.findings
    for place in places:
        one = replace(finding, locations=(place,), evidence={"request": "DELETE /x"})
        report = replace(made.audited().report, findings=(one,))
        assert text(replace(made.audited(), report=report)).count("DELETE /x") == 1


def test_who_was_granted_nothing_has_not_used_all_of_it() -> None:
    nothing = Usage(made.PILOT, (), {}, (), 0, 40, 0.0, 0.0)
    audit = replace(made.AUDIT, usages=(nothing,))
    assert "Granted" not in text(made.audited(audit))


def test_tokens_that_are_not_told_apart_are_not_counted() -> None:
    several = made.noted(Cause.UNKNOWN_TOKEN, 3, tokens=0)
    words = flat(text(made.audited(replace(made.AUDIT, noted=(several,)))))
    assert "read 3 times workflow cleaner" in words


def test_without_token_files_the_logs_tell() -> None:
    whole = flat(text(made.audited(replace(made.AUDIT, tokens=0))))
    assert "facts are known (by what the logs tell; none from --tokens)" in whole


def test_a_problem_that_the_report_lost_is_told() -> None:
    whole = made.audited()
    lost = replace(whole, report=replace(whole.report, errors=()))
    for each in (whole, lost):
        assert text(each).count("1,000 lines are broken") == 1


def test_long_lists_are_cut_and_counted() -> None:
    noted = tuple(made.noted(Cause.EXPIRED, n + 1) for n in range(30))
    usages = made.USAGES[1:] * 30
    long = replace(made.USAGES[1], unused=tuple(f"storage.read:/{n}" for n in range(40)))
    audit = replace(made.AUDIT, noted=noted, usages=(long, *usages))
    whole = flat(text(made.audited(audit)))
    assert "and 20 more sorts; `--format json` has all" in whole
    assert "and 11 more; `--format json` has all" in whole
    assert "and 28 more" in whole
    found = json.loads(render("json", made.audited(audit), View()))
    assert (len(found["noted"]), len(found["usage"])) == (30, 31)


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
@pytest.mark.parametrize("make", EVERY)
def test_it_fits(make: Callable[[], Audited], width: int) -> None:
    lines = [each for each in text(make(), width).splitlines() if "xrootd.log" not in each]
    assert max(map(cells, lines)) <= width


@pytest.mark.parametrize("make", EVERY)
def test_ascii(make: Callable[[], Audited]) -> None:
    assert text(make(), unicode=False).isascii()
    assert "\x1b" not in text(make())
    assert "\x1b" in text(make(), colour=True)


def test_every_cause_has_its_words() -> None:
    assert set(SAYS) == set(STYLES) == set(Cause)
    assert list(by_cause(made.EVERY)) == list(Cause)
    assert [each.destructive for each in by_cause(made.EVERY)[Cause.NOT_PERMITTED]] == [True, False]


def test_words() -> None:
    assert seen_words(Seen("x.log", Event())) == "x.log  "
    summed = Event("read", "/a", count=1_200)
    assert seen_words(Seen("x.log", summed)) == "x.log  read /a, 1,200 times"
    renamed = Event("rename", "/a", "/b", line=3)
    assert seen_words(Seen("x.log", renamed)) == "x.log:3  rename /a to /b"
    nothing = replace(made.EVERY[1], held=())
    assert "holds nothing, at another path" in noted_words(nothing)
    assert instant(float("inf")) == instant(float("nan")) == "at no time of the calendar"
    assert duration(float("inf")) == "without end"


@pytest.mark.parametrize("make", EVERY)
def test_the_json_fits_its_schema(make: Callable[[], Audited]) -> None:
    found = render("json", make(), View())
    assert found.isascii()
    assert "null" not in found
    check = Draft202012Validator(schema())
    data = json.loads(found)
    check.validate(data)
    for name in schema()["required"]:
        assert not check.is_valid({key: value for key, value in data.items() if key != name})
    assert load("audit") == schema()


def test_the_schema_names_every_field_of_an_event() -> None:
    Draft202012Validator.check_schema(schema())
    seen = schema()["$defs"]["seen"]["properties"]
    assert set(seen) == {"file", *Event.__struct_fields__}
    assert [each["const"] for each in schema()["$defs"]["cause"]["oneOf"]] == list(Cause)


def test_what_a_log_does_not_tell_is_absent() -> None:
    event = msgspec.structs.replace(made.EVENT, line=0, allowed=None, time=-1.0, client="")
    noted = (replace(made.EVERY[0], seen=(Seen("x.log", event),)),)
    found = json.loads(render("json", made.audited(replace(made.AUDIT, noted=noted)), View()))
    (seen,) = found["noted"][0]["seen"]
    assert not {"line", "allowed", "time", "client", "expiry", "not_before"} & seen.keys()
    refused = msgspec.structs.replace(made.EVENT, allowed=False)
    noted = (replace(made.EVERY[0], seen=(Seen("x.log", refused),)),)
    found = json.loads(render("json", made.audited(replace(made.AUDIT, noted=noted)), View()))
    assert found["noted"][0]["seen"][0]["allowed"] is False


@pytest.mark.parametrize("make", EVERY)
@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_tells_it(make: Callable[[], Audited], format_: str) -> None:
    assert render(format_, make(), View(width=100)).endswith("\n")


def test_the_page_has_the_table_of_what_could_be_taken_away() -> None:
    page = render("html", made.audited(), View())
    static = page[: page.index('<script type="application/json"')]
    assert 'href="#audit"' in static
    for words in ("What the logs tell", "never used", "storage.modify:/data, storage.stage:/"):
        assert words in static
    for cause in Cause:
        assert SAYS[cause].replace("'", "&#x27;") in static or SAYS[cause] in static


def test_long_tables_of_the_page_are_cut_and_counted() -> None:
    noted = tuple(made.noted(Cause.EXPIRED, n + 1) for n in range(507))
    page = render("html", made.audited(replace(made.AUDIT, noted=noted)), View())
    assert "7 more are in the JSON report" in page


def test_files_and_the_stream(tmp_path: Path) -> None:
    stream = StringIO()
    outputs = [Output("json", tmp_path / "out.json"), Output("full")]
    assert deliver(outputs, made.audited(), stream, View())
    assert "Granted, and never used" in stream.getvalue()
    assert (tmp_path / "out.json").read_text().startswith("{")
    with pytest.raises(UsageError):
        render("picture", made.audited(), View())


@slow
@given(HOSTILE)
def test_a_terminal_obeys_nothing(attack: str) -> None:
    for width in (40, 100):
        whole = text(made.hostile(attack), width)
        assert all(sign.isprintable() or sign == "\n" for sign in whole)
        for line in whole.splitlines():
            assert not line.lstrip().startswith("::")
            assert "##[" not in line
            assert "##vso[" not in line


@slow
@given(HOSTILE)
def test_no_text_becomes_mark_up(attack: str) -> None:
    read = Read(render("html", made.hostile(attack), View()))
    assert read.comments == 0
    assert set(read.tags()) <= TAGS | FRAME
    assert read.tags()["script"] == 2


@slow
@given(HOSTILE)
def test_json_holds_everything_in_ascii(attack: str) -> None:
    whole = render("json", made.hostile(attack), View())
    assert whole.isascii()
    Draft202012Validator(schema()).validate(json.loads(whole))
