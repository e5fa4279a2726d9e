"""What a simulation measured, beside the formulas."""

from collections.abc import Callable, Iterator
from math import isfinite
from typing import Final

from tokenlint.frontier.comparison import Compared, ComparedWorkflow, Comparison, Storm, Verdict
from tokenlint.frontier.estimate import Estimate
from tokenlint.frontier.words import number, per_second, percent, spell
from tokenlint.report.escape import one_line
from tokenlint.report.lines import Line, paragraph
from tokenlint.report.view import View

_SPELL: Final[dict[str, Callable[[float], str]]] = {
    "mean": per_second,
    "alive": number,
    "lost": percent,
}
_STYLE: Final = {Verdict.AGREES: "good", Verdict.DISAGREES: "high", Verdict.NONE: "medium"}


def simulated(result: Comparison, view: View) -> Iterator[Line]:
    """The head, a table of what formulas say and what was seen, and what no formula tells."""
    yield ()
    yield from paragraph(_head(result), view.width, first=(), indent=0, style="strong")
    for each in result.workflows:
        yield from _workflow(each, result, view)
    for reason in result.missing:
        yield from paragraph(
            f"not simulated: {one_line(reason)}", view.width, first=(), indent=0, style="medium"
        )
    yield from _storm(result, view)
    if result.disagrees:
        text = (
            "The simulation contradicts a formula where it should hold: trust neither, "
            "and please report it with the two files and the seed."
        )
        yield from paragraph(text, view.width, first=(), indent=0, style="high")


def _head(result: Comparison) -> str:
    size = ""
    if result.scale < 1:
        size = f" at 1/{1 / result.scale:.3g} of its size"
    return (
        f"Simulated{size}: {result.replications} replications from seed {result.seed}, "
        f"{number(result.events)} requests, intervals of {100 * result.confidence:g} %. "
        f"Clients ask again {result.retry}."
    )


def _workflow(each: ComparedWorkflow, result: Comparison, view: View) -> Iterator[Line]:
    yield (
        (
            f"{one_line(each.name)}: {spell(each.lifetime)}, one token a {each.granularity}",
            "strong",
        ),
    )
    for one in each.quantities:
        how = _SPELL[one.name]
        says = f"formula {_formula(one, how):<18} simulated {_seen(one.seen, how)}"
        yield ((f"  {one.name:<6}{says}  ", ""), (one.verdict.value, _STYLE[one.verdict]))
        if result.beyond(one):
            text = (
                f"That is more than the {percent(result.share)} that may be lost: "
                "the pauses of clients and an issuer that has to catch up make an outage longer."
            )
            yield from paragraph(
                text, view.width, first=(("         ", ""),), indent=9, style="high"
            )


def _formula(one: Compared, how: Callable[[float], str]) -> str:
    low, high = how(one.formula), how(one.upper)
    if one.verdict is Verdict.NONE:
        return f"({low})"
    return low if low == high else f"{low} to {high}"


def _seen(seen: Estimate, how: Callable[[float], str]) -> str:
    low, high = how(max(0.0, seen.low)), how(seen.high)
    return how(seen.mean) if low == high else f"{how(seen.mean)} ({low} to {high})"


def _storm(result: Comparison, view: View) -> Iterator[Line]:
    storm = result.storm
    yield (("What no formula tells, by simulation alone", "strong"),)
    yield from _peaks(storm)
    yield ((f"  requests in the queue  {number(storm.queue_most.mean)} at the most", ""),)
    behind = storm.caught_up.unseen > 0
    for name, seen in (("caught up", storm.caught_up), ("all answered", storm.answered)):
        text = f"  {name:<22} {_after(seen, result)}"
        yield ((text, "high" if behind and seen is storm.caught_up else ""),)
    if storm.gave_up.most > 0:
        text = (
            f"  {number(storm.gave_up.mean)} requests outlasted the timeout of their client; "
            "the issuer worked on each of them in vain."
        )
        yield from paragraph(text, view.width, first=(), indent=2)


def _peaks(storm: Storm) -> Iterator[Line]:
    for name, seen in (
        ("before the outage", storm.peak_before),
        ("while it lasts", storm.peak_during),
        ("after it", storm.peak_after),
    ):
        yield ((f"  peak {name:<18}{_seen(seen, per_second)}", ""),)


def _after(seen: Estimate, result: Comparison) -> str:
    if not isfinite(seen.mean) or seen.unseen == result.replications:
        return f"not within {spell(result.horizon)} after the outage"
    text = f"{spell(max(1.0, seen.mean))} after the outage" if seen.mean >= 1 else "at once"
    if seen.unseen:
        text += f"; not within {spell(result.horizon)} in {seen.unseen} replications"
    return text
