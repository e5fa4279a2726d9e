"""The examples of the catalogue for audits, filled in to a whole result."""

from tokenlint.audit.event import Event
from tokenlint.audit.outcome import Audit, Cause, Noted, Party, Seen, Usage
from tokenlint.policy.example_audit import ExampleAudit, ExampleNoted, ExampleUsage
from tokenlint.privilege.capability import Action
from tokenlint.privilege.operation import Operation, destructive

_ISSUER = "https://issuer.example"
_TIME = 1_795_176_000.0  # 2026-11-20 12:00 UTC
_LINE = 17


def audit_of(example: ExampleAudit) -> Audit:
    """The audit that came to this."""
    noted = tuple(map(_noted, example.noted))
    operations = sum(each.count for each in noted)
    allowed = sum(each.count for each in noted if each.cause is not Cause.REFUSED)
    return Audit(
        inputs=1,
        size=0,
        lines=operations,
        events=operations,
        allowed=allowed,
        refused=operations - allowed,
        undecided=0,
        judged=operations,
        passed_over=0,
        unread={},
        products={},
        noted=noted,
        usages=tuple(map(_usage, example.usages)),
    )


def _noted(example: ExampleNoted) -> Noted:
    cause = Cause(example.cause)
    event = Event(
        operation=Operation(example.operation).value,
        path=example.path,
        allowed=cause is not Cause.REFUSED,
        time=_TIME,
        client="192.0.2.7",
        service="https://storage.example",
        token_id="made-up",
        line=_LINE,
    )
    held = {each.partition(":")[0] for each in example.scope.split()}
    return Noted(
        cause=cause,
        party=Party(example.workflow, _ISSUER),
        operation=event.operation,
        held=tuple(action.value for action in Action if action.scope_name in held),
        scope=example.scope,
        count=example.count,
        tokens=1,
        seen=(Seen("access.log", event),),
        outside=example.outside,
        destructive=destructive(Operation(example.operation)),
        addresses=example.addresses,
        services=example.services,
        explained=example.explained,
        seconds=float(example.seconds),
    )


def _usage(example: ExampleUsage) -> Usage:
    return Usage(
        party=Party(example.workflow, _ISSUER),
        granted=example.granted,
        used=dict(example.used),
        unused=tuple(each for each in example.granted if each not in example.used),
        tokens=1,
        operations=sum(example.used.values()),
        first=_TIME,
        last=_TIME,
    )
