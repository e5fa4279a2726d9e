"""Identity tokens that the job router issues for routed jobs: `JOB_ROUTER_CREATE_IDTOKEN_NAME`.

A block of `sub`, `kid`, `lifetime` (seconds), `scope` (authorisation levels) and where it is put.
Source: docs/admin-manual/configuration/job_router.rst of htcondor/htcondor (at commit 5068ca2).
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from tokenlint.services.asked import Asked, workflow_of
from tokenlint.services.htcondor.config import Knob
from tokenlint.services.htcondor.pool import Pool
from tokenlint.services.offer import Holder, Offer, Public
from tokenlint.services.structured.ini import split
from tokenlint.services.text import Text
from tokenlint.services.value import Value, has_placeholder
from tokenlint.workflows.declaration import Workflow

_PREFIX = "JOB_ROUTER_CREATE_IDTOKEN_"
_BLOCK = re.compile(rf"{_PREFIX}(?!NAMES$)", re.IGNORECASE)
_MEMBER = re.compile(r"[ \t]*(\w+)[ \t]*=[ \t]*(.*?)[ \t;]*$")


def blocks(pool: Pool) -> Iterator[tuple[Text, Knob]]:
    """The blocks of all files, with the text that each stands in."""
    for config in pool.configs:
        for knob in config.knobs:
            if knob.block and _BLOCK.match(knob.name.text):
                yield config.text, knob


def members(text: Text, knob: Knob) -> Iterator[tuple[str, Value]]:
    """The members of a block: names in lower case, values without quotes, with their places."""
    first = knob.source.line - text.line + 1 if text.exact else 0
    for offset, line in enumerate(knob.value.text.split("\n")):
        member = _MEMBER.match(line)
        if not member:
            continue
        bare = member[2].strip('"')
        start = member.start(2) + len(member[2]) - len(member[2].lstrip('"'))
        place = knob.source
        if text.exact:
            place = text.at(first + offset, start, start + len(bare))
        yield member[1].lower(), Value(bare, place, not has_placeholder(bare))


def offers(pool: Pool) -> Iterator[Offer]:
    """One for each block; a token without a scope has all rights of its identity.

    How long they live is told as a setting.
    """
    for text, knob in blocks(pool):
        told = dict(members(text, knob))
        scope, subject = told.get("scope"), told.get("sub")
        scopes = tuple(_levels(scope)) if scope else ()
        yield Offer(
            "idtoken",
            Value.of(knob.name.text[len(_PREFIX) :], knob.name.source),
            Holder.JOB,
            knob.source,
            who=subject.text if subject and subject.known else "",
            scopes=scopes,
            default_scopes=scopes,
            all_scopes=scope is None,
            audiences=(),  # the pool's own trust domain
            public=Public.NO,
        )


def requests(pool: Pool) -> Iterator[Workflow]:
    """The tokens that jobs get, as far as their levels are more than a pilot needs.

    A machine that joins a pool must advertise itself, and read: such a token is meant for that.
    """
    meant = ("condor:/ADVERTISE_", "condor:/READ")
    for made in offers(pool):
        levels = tuple(
            replace(x, known=x.known and not x.text.startswith(meant)) for x in made.scopes
        )
        if not made.scopes or not made.name.known:
            continue
        workflow = workflow_of(
            Asked(
                f"identity tokens {made.name.text} for jobs",
                made.source,
                scopes=levels,
                audiences=(Value("", made.source, known=False),),
            )
        )
        if workflow:
            yield workflow


def _levels(scope: Value) -> Iterator[Value]:
    """Authorisation levels as scopes of the token: `READ` becomes `condor:/READ`."""
    for word in split(scope, ", "):
        yield Value(f"condor:/{word.text.upper()}", word.source, word.known)
