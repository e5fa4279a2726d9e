"""Teapot's gate: which tokens it trusts, and to which local account they come.

Source: `teapot.py` (a7717e9) and `vo_mapping.py` (20c309f) of interTwin-eu/teapot.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tokenlint.services.acceptance import Service
from tokenlint.services.decision import Ask, Decision, Presented, Step, Verdict
from tokenlint.services.storm.teapot_ini import Ini
from tokenlint.services.text import Text
from tokenlint.services.value import Value

_WAYS: Final = ("FILE", "VO", "KEYCLOAK", "ALISE")


@dataclass(frozen=True)
class Account:
    """One line of `user-mapping.csv`, or one pair of `[VO_enforcement]`."""

    account: Value
    who: str


@dataclass(frozen=True)
class Gate:
    """What `config.ini` says; `accounts` is None where the file with them is not there."""

    text: Text
    ini: Ini
    issuers: tuple[Value, ...]
    mapping: Value | None
    accounts: tuple[Account, ...] | None
    behind: Service | None
    partner: Text | None = None


def users(text: Text) -> tuple[Account, ...]:
    """The lines of a `user-mapping.csv`: account and subject."""
    found = []
    for index, line in text:
        words = line.split()
        if len(words) > 1 and not line.lstrip().startswith("#"):
            source = text.find(words[0], index)
            found.append(Account(Value.of(words[0], source), words[1]))
    return tuple(found)


def groups(ini: Ini) -> Iterator[Account]:
    """The pairs of `[VO_enforcement]`; what stands behind `#` in a group does not count."""
    section = next((each for each in ini.sections if each.name.text == "VO_enforcement"), None)
    for key, group in section.values.items() if section else ():
        account = section.values.get("username_" + key[6:]) if section else None
        if key.startswith("group_") and account is not None and group.known:
            yield Account(account, group.text.split("#")[0])


def decide(gate: Gate, presented: Presented, ask: Ask) -> Decision:
    """The answer: trusted issuer, local account, then the account's StoRM WebDAV."""
    source = gate.text.whole
    if presented.issuer is None:
        return _denied(gate, "asks every request for a token")
    if not any(url.known and same_issuer(url.text, presented.issuer) for url in gate.issuers):
        if gate.issuers and all(url.known for url in gate.issuers) and not gate.ini.open:
            return _denied(gate, "does not trust the issuer")
        return Decision(Verdict.DEPENDS, (), ("the providers that `trusted_OP` names",))
    account = _account(gate, presented)
    if isinstance(account, Decision):
        return account
    step = Step(account.source, f"is how the token comes to the account {account.text}")
    if gate.behind is None:
        what = "the StoRM WebDAV of the account, whose files are not among these"
        return Decision(Verdict.DEPENDS, (step,), (what,))
    answer = gate.behind.decide(presented, ask)
    steps = (Step(source, "trusts the issuer"), step, *answer.steps)
    return Decision(answer.verdict, steps, answer.depends_on)


def same_issuer(one: str, other: str) -> bool:
    """Issuers as flaat compares them: without a slash at the end."""
    return one.rstrip("/") == other.rstrip("/")


def _account(gate: Gate, presented: Presented) -> Value | Decision:
    mapping = gate.mapping
    if mapping is None or mapping.text not in _WAYS or not mapping.known:
        if mapping is not None and mapping.known:
            return _denied(gate, "names no way to find an account (`mapping`)")
        return Decision(Verdict.DEPENDS, (), ("how `mapping` finds the account",))
    if mapping.text == "KEYCLOAK":
        return Value("of its own name", mapping.source)
    if mapping.text == "ALISE" or gate.accounts is None:
        what = "the answer of ALISE" if mapping.text == "ALISE" else "the file of `mapping_file`"
        return Decision(Verdict.DEPENDS, (), (what,))
    groups = {group.split("#")[0] for group in presented.groups}
    wanted = {presented.subject} if mapping.text == "FILE" else groups
    found = next((each.account for each in gate.accounts if each.who in wanted), None)
    return found if found is not None else _denied(gate, "maps the token to no account")


def _denied(gate: Gate, says: str) -> Decision:
    return Decision(Verdict.DENIED, (Step(gate.text.whole, says),))
