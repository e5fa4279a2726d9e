"""An audit for machines: `tokenlint.audit/1`, a report with the numbers of the logs."""

import json
from importlib.resources import files
from typing import Any, cast

import msgspec

from tokenlint.audit.audited import Audited
from tokenlint.audit.event import NO_TIME
from tokenlint.audit.outcome import Audit, Noted, Party, Seen, Usage
from tokenlint.report.json import as_data, dump, error_data
from tokenlint.report.probe.json import joined, known
from tokenlint.report.view import View

SCHEMA = "tokenlint.audit/1"
_TIMES = frozenset({"time", "expiry", "not_before"})


def render(audited: Audited, view: View) -> str:
    """The audit as JSON in ASCII characters."""
    _ = view  # the facts do not depend on how they are shown
    return dump(audit_data(audited))


def schema() -> dict[str, Any]:
    """The published JSON Schema (draft 2020-12): a report's, with the members of an audit."""
    text = files("tokenlint.report.audit").joinpath("schema.json").read_text("utf-8")
    return joined(cast("dict[str, Any]", json.loads(text)))


def audit_data(audited: Audited) -> dict[str, object]:
    """The report's members, and the audit's."""
    audit = audited.audit
    return as_data(audited.report) | {
        "schema": SCHEMA,
        "inputs": {"read": audit.inputs, "bytes": audit.size, "lines": audit.lines},
        "accesses": {
            "found": audit.events,
            "allowed": audit.allowed,
            "refused": audit.refused,
            "undecided": audit.undecided,
            "judged": audit.judged,
        },
        "lines": {
            "passed_over": audit.passed_over,
            "unread": dict(audit.unread),
            "formats": dict(audit.products),
        },
        "tokens": audit.tokens,
        "period": _period(audit),
        "noted": [_noted(each) for each in audit.noted],
        "usage": [_usage(each) for each in audit.usages],
        "problems": [error_data(problem) for problem in audit.problems],
        "remarks": list(audit.notes),
    }


def _period(audit: Audit) -> dict[str, object]:
    """Seconds since the epoch; empty where the logs tell no times."""
    return {"first": audit.first, "last": audit.last} if audit.last > 0 else {}


def _party(party: Party) -> dict[str, object]:
    return known({"workflow": party.workflow, "issuer": party.issuer, "client": party.client})


def _noted(each: Noted) -> dict[str, object]:
    return {
        "cause": each.cause.value,
        "party": _party(each.party),
        "operation": each.operation,
        "held": list(each.held),
        "scope": each.scope,
        "count": each.count,
        "tokens": each.tokens,
        "more_tokens": each.more_tokens,
        "outside": each.outside,
        "destructive": each.destructive,
        "addresses": each.addresses,
        "services": each.services,
        "explained": each.explained,
        "seconds": each.seconds,
        "seen": [_seen(seen) for seen in each.seen],
    }


def _seen(seen: Seen) -> dict[str, object]:
    """The line of a log; what the log does not tell is absent."""
    told: dict[str, object] = {
        name: value
        for name, value in msgspec.structs.asdict(seen.event).items()
        if value not in ("", None, ()) and not (name in _TIMES and value == NO_TIME)
    }
    if not seen.event.line:
        told.pop("line", None)
    return {"file": seen.origin, **told}


def _usage(each: Usage) -> dict[str, object]:
    return {
        "party": _party(each.party),
        "granted": list(each.granted),
        "used": dict(each.used),
        "unused": list(each.unused),
        "not_shown": each.more,
        "tokens": each.tokens,
        "operations": each.operations,
        "first": each.first,
        "last": each.last,
    }
