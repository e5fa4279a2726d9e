"""What an account may do: HTCondor's ALLOW and DENY lists of each authorisation level.

A level is granted where no entry of its DENY list and some entry of its ALLOW list matches
`account@domain` and the host of the client. WRITE brings READ; DAEMON and ADMINISTRATOR bring both.
Source: docs/admin-manual/security.rst of htcondor/htcondor, section on authorization.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from tokenlint.privilege.operation import Operation
from tokenlint.services.decision import Step, Verdict
from tokenlint.services.htcondor.macros import Held
from tokenlint.services.htcondor.pool import Pool
from tokenlint.services.value import has_placeholder

LEVEL_OF = {
    Operation.QUERY: "READ",
    Operation.SUBMIT: "WRITE",
    Operation.MODIFY_JOB: "WRITE",
    Operation.CANCEL: "WRITE",
    Operation.ADMINISTER: "ADMINISTRATOR",
}
_BRINGS = {
    "READ": ("READ", "WRITE", "DAEMON", "ADMINISTRATOR"),
    "WRITE": ("WRITE", "DAEMON", "ADMINISTRATOR"),
    "ADMINISTRATOR": ("ADMINISTRATOR",),
}
DOMAIN = "$(UID_DOMAIN)"
# What htcondor-ce packages (config/05-ce-auth-defaults.conf at commit 05a15f8).
_PACKAGED = {
    "ALLOW_READ": "*",
    "ALLOW_WRITE": "*@users.htcondor.org",
    "ALLOW_DAEMON": "condor@users.htcondor.org/$(FULL_HOSTNAME)",
    "ALLOW_ADMINISTRATOR": "condor@users.htcondor.org/$(FULL_HOSTNAME)",
    "DENY_WRITE": "anonymous@*, *@unmapped, *@banned.htcondor.org",
    "DENY_DAEMON": "anonymous@*, *@unmapped",
    "DENY_ADMINISTRATOR": "anonymous@*, *@unmapped",
    "UID_DOMAIN": "users.htcondor.org",
}
_NOBODY = {"", "FALSE", "NONE"}
# A macro may hold blanks in its default, so entries are split outside of parentheses.
_ENTRY = re.compile(r"(?:\$\([^()]*\)|[^\s,])+")


@dataclass(frozen=True, slots=True)
class Granted:
    """Whether a level is granted, by which line, and what it depends on."""

    verdict: Verdict
    steps: tuple[Step, ...] = ()
    depends_on: str = ""


def knob(pool: Pool, name: str, subsystem: str = "SCHEDD") -> Held | None:
    """What a knob holds for a daemon; for a CE also what is packaged, at the whole service."""
    held = pool.macros.held(name, subsystem)
    if held or not pool.is_ce or name not in _PACKAGED:
        return held
    return Held(name, _PACKAGED[name], pool.source)


def identity(pool: Pool, account: str) -> str:
    """The account with its domain."""
    if "@" in account:
        return account
    domain = knob(pool, "UID_DOMAIN")
    return f"{account}@{domain.text if domain else DOMAIN}"


def entries(held: Held | None) -> list[str]:
    """The entries of a list, as the files write them."""
    if not held:
        return []
    return [each for each in _ENTRY.findall(held.text) if each.upper() not in _NOBODY]


def granted(pool: Pool, level: str, user: str) -> Granted:
    """Whether an identity has a level."""
    refused = _asked(pool, f"DENY_{level}", user)
    if refused and refused[0]:
        return Granted(Verdict.DENIED, (Step(refused[1].source, f"denies {level} to {user}"),))
    answers = list(_allowing(pool, level, user))
    sure = next((held for fits, held in answers if fits), None)
    if sure and not refused:
        return Granted(Verdict.ALLOWED, (Step(sure.source, f"allows {level} to {user}"),))
    if refused or any(fits is None for fits, _ in answers):
        unsure = [held for fits, held in answers if fits is None]
        asked = [refused[1]] if refused else unsure
        steps = tuple(Step(held.source, f"may decide on {level}") for held in asked)
        return Granted(Verdict.DEPENDS, steps, f"the client's host, and macros in {asked[0].key}")
    if not knob(pool, f"ALLOW_{level}"):
        return Granted(Verdict.DEPENDS, (), f"ALLOW_{level}, which these files do not hold")
    return Granted(Verdict.DENIED, tuple(Step(h.source, "does not name it") for _, h in answers))


def open_to_all(pool: Pool, level: str) -> Held | None:
    """The ALLOW list of a level where it is for everybody."""
    held = knob(pool, f"ALLOW_{level}")
    return held if any(each in {"*", "*/*"} for each in entries(held)) else None


def _allowing(pool: Pool, level: str, user: str) -> Iterator[tuple[bool | None, Held]]:
    for each in _BRINGS[level]:
        held = knob(pool, f"ALLOW_{each}")
        if held:
            yield _fits(held, user), held


def _asked(pool: Pool, name: str, user: str) -> tuple[bool | None, Held] | None:
    held = knob(pool, name)
    fits = _fits(held, user) if held else False
    return None if not held or fits is False else (fits, held)


def _fits(held: Held, user: str) -> bool | None:
    """Whether a list names the identity; None where host or macros decide."""
    answers = [_entry_fits(entry, user) for entry in entries(held)]
    if any(answers):
        return True
    return None if None in answers or (not held.known and not answers) else False


def _entry_fits(entry: str, user: str) -> bool | None:
    if entry in {"*", "*/*"}:
        return True
    named, _, host = entry.partition("/")
    if "@" not in named:
        return None
    if has_placeholder(named.replace(DOMAIN, "")):
        return None
    if not fnmatchcase(user, re.sub(r"[\[\]?]", "-", named)):
        return False
    return True if host in {"", "*"} else None
