"""Lines of a mapfile that never count: an earlier line takes all that they match.

This is shown by the structure of both expressions, for texts with a comma as principals are;
where it cannot be shown, nothing is said.
"""

from collections.abc import Iterator

from tokenlint.services.acceptance import Dead
from tokenlint.services.htcondor.principals import Principal
from tokenlint.services.pattern import expression

_MOST_COMPARED = 4_000
_MOST_LOOKS = 100_000
_PRINCIPAL = expression(",")
_NOTHING = expression(r"[^\x00-\x{10ffff}]")


def dead_lines(lines: list[Principal]) -> Iterator[Dead]:
    """Lines that no principal reaches, each with the line that wins."""
    left, looks = _MOST_COMPARED, _MOST_LOOKS
    for number, line in enumerate(lines):
        if not line.understood:
            continue
        if _never_matches(line):
            yield Dead(
                "never-matches",
                line.line.written,
                "no text of an issuer, a comma and a subject matches it",
            )
            continue
        for earlier in lines[: max(0, min(number, looks))]:
            looks -= 1
            if left <= 0 or not _may_cover(earlier, line):
                continue
            left -= 1
            if earlier.expression.covers(line.expression, _PRINCIPAL):
                yield _shadowed(line, earlier)
                break


def _never_matches(line: Principal) -> bool:
    matched = any("," in each and line.expression.accepts(each) for each in line.examples)
    return not matched and _NOTHING.covers(line.expression, _PRINCIPAL)


def _may_cover(earlier: Principal, line: Principal) -> bool:
    """A quick look: every example of the later line must match the earlier one.

    Where a plugin maps, its refusal may not be the end, so nothing is said.
    """
    if not earlier.understood or earlier.by_plugin or not line.examples:
        return False
    return _begins_alike(earlier, line) and all(
        earlier.expression.accepts(each) for each in line.examples
    )


def _begins_alike(earlier: Principal, line: Principal) -> bool:
    """Two lines for two issuers written out in full have nothing in common."""
    both = earlier.line.principal.startswith("^http") and line.line.principal.startswith("^http")
    if not (both and earlier.examples):
        return True
    return "|" in earlier.line.principal or earlier.examples[0][:12] == line.examples[0][:12]


def _shadowed(line: Principal, earlier: Principal) -> Dead:
    same = earlier.line.principal == line.line.principal
    account = earlier.line.account.text
    what = "ban" if line.is_ban else "line"
    return Dead(
        "duplicate" if same and line.line.account.text == account else "shadowed",
        line.line.written,
        f"the first match counts, and an earlier line for {account} matches all of this {what}",
        earlier.line.source,
    )
