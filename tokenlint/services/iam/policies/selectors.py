"""For whom a scope policy is: an account, a client, a group, or everybody.

IAM writes `account` and `group`, one of them or none, and the other is null.
OPA takes these and an `actor`. Its documentation (opa-iam, doc/policies.md at 0b22f04) counts
a client like an account and an actor without a type as everybody; the rules that were published
(145f2b6, opa/rules) do neither, and want both of `account` and `group` written, if only as null.
"""

from dataclasses import dataclass

from tokenlint.services.iam.policies.model import EVERYBODY, Engine, Selector, Whom
from tokenlint.services.structured.tree import Node
from tokenlint.services.value import Value
from tokenlint.source import Source

_ACTORS = {each.value: each for each in (Whom.ACCOUNT, Whom.CLIENT, Whom.GROUP)}
_SHORT = 8
_UUID = 36
_SHOWN = 60

Wrong = tuple[Source, str, str]


@dataclass(frozen=True, slots=True)
class Selected:
    """The selector, how a report names it, and why the published rules of OPA pass it over."""

    selector: Selector
    name: str
    passed_over: str = ""
    known: bool = True


def selected(node: Node, engine: Engine) -> Selected | Wrong:
    """Whom a policy is for; or place, reason and advice where that cannot be told."""
    account, group, actor = (_written(node, name) for name in ("account", "group", "actor"))
    if account and group:
        advice = "write two policies, one for the account and one for the group"
        return group.source, "a policy has an account or a group, not both", advice
    if actor and (account or group):
        return actor.source, "a policy has an actor, or an account or a group", "keep one of them"
    if actor and engine is Engine.OPA:
        return _actor(actor)
    subject = account or group
    if subject is None:
        unseen = "" if _has_both(node) else _unseen("account and group are not there as null")
        return Selected(EVERYBODY, "everybody", unseen)
    whom, other = (Whom.ACCOUNT, "group") if account else (Whom.GROUP, "account")
    unseen = "" if node.get(other) else _unseen(f"{other} is not there as null")
    return _subject(subject, whom, unseen)


def _written(node: Node, name: str) -> Node | None:
    """A member that is not null."""
    member = node.get(name)
    return member if member and (member.kind != "scalar" or member.value is not None) else None


def _has_both(node: Node) -> bool:
    return node.get("account") is not None and node.get("group") is not None


def _unseen(why: str) -> str:
    return f"they match nobody with it, since {why}"


def _subject(subject: Node, whom: Whom, unseen: str) -> Selected | Wrong:
    uuid = subject.text("uuid")
    if uuid is None:
        return subject.source, f"the {whom} of a policy has no uuid", 'write "uuid": "..."'
    return Selected(Selector(whom, uuid.text), _name(subject, whom, uuid), unseen, uuid.known)


def _actor(actor: Node) -> Selected | Wrong:
    given, kind = actor.text("id"), actor.text("type")
    if given is None and kind is None:
        return Selected(EVERYBODY, "everybody", _unseen("they know no actor without a type"))
    if given is None:
        return actor.source, "an actor with a type has an id", 'write "id": "..."'
    if kind is None:
        advice = 'write "type": "account", "client" or "group"'
        return actor.source, "an actor with an id has a type", advice
    if not kind.known:
        return Selected(EVERYBODY, "somebody", known=False)
    if kind.text not in _ACTORS:
        reason = f"there is no type of actor {kind.text[:_SHOWN]}"
        return kind.source, reason, f"write one of {', '.join(_ACTORS)}"
    whom = _ACTORS[kind.text]
    unseen = "they leave policies for clients out of the order of evaluation"
    passed_over = unseen if whom is Whom.CLIENT else ""
    return Selected(Selector(whom, given.text), _name(actor, whom, given), passed_over, given.known)


def _name(subject: Node, whom: Whom, given: Value) -> str:
    """`the group production`; of an account only the beginning of its id, it is a person."""
    short = given.text if len(given.text) != _UUID else f"{given.text[:_SHORT]}..."
    name = subject.text("name")
    shown = name.text if name and name.known and name.text and whom is not Whom.ACCOUNT else short
    return f"the {whom} {shown[:_SHOWN]}"
