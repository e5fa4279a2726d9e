"""Phases account and session: bans, then root, home and limits of the session."""

from collections.abc import Sequence
from dataclasses import dataclass

from tokenlint.services.dcache.authentication import Answer
from tokenlint.services.dcache.config import Plugin, SessionLine
from tokenlint.services.dcache.mapping import accounts_of
from tokenlint.services.dcache.principals import Principal
from tokenlint.services.decision import Step
from tokenlint.services.value import Value


@dataclass(frozen=True, slots=True)
class Attributes:
    """The answer of a plugin, and the attributes that it adds; None where it says nothing."""

    answer: Answer
    root: Value | None = None
    home: bool = False
    prefix: Value | None = None
    read_only: bool = False
    roles: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    depends_on: str = ""


def account_with(plugin: Plugin, principals: Sequence[Principal]) -> Attributes:
    """What one plugin of the phase account says."""
    if plugin.line.plugin != "banfile":
        return Attributes(Answer.OPEN, depends_on=f"whom the plugin {plugin.line.plugin} refuses")
    if plugin.bans is None or plugin.templated:
        # A missing file bans nobody; whoever is banned by one elsewhere is an exception.
        return Attributes(Answer.SUCCESS)
    for ban in plugin.bans:
        if any(ban.principal.fits(each) for each in principals):
            return Attributes(Answer.FAIL, steps=(Step(ban.source, "bans the user"),))
    return Attributes(Answer.SUCCESS)


def session_with(plugin: Plugin, principals: Sequence[Principal]) -> Attributes:
    """What one plugin of the phase session adds."""
    if plugin.line.plugin == "roles":
        return Attributes(Answer.SUCCESS)
    if plugin.line.plugin == "authzdb":
        return _authzdb(plugin, principals)
    if plugin.line.plugin == "omnisession":
        return _omnisession(plugin, principals)
    return Attributes(Answer.OPEN, depends_on=f"what the plugin {plugin.line.plugin} adds")


def _authzdb(plugin: Plugin, principals: Sequence[Principal]) -> Attributes:
    if plugin.accounts is None:
        return Attributes(Answer.OPEN, depends_on=f"the file {plugin.file}")
    found = accounts_of(plugin.accounts, principals)
    if not found:
        unsure = plugin.templated or any(not each.known for each in principals)
        answer = Answer.OPEN if unsure else Answer.FAIL
        return Attributes(answer, depends_on=f"what stands in {plugin.file}" if unsure else "")
    account = found[0]
    access = "read-only" if account.read_only else "read-write"
    step = Step(account.source, f"gives the account {access} access below {account.root}")
    return Attributes(
        Answer.SUCCESS, account.root, home=True, read_only=account.read_only, steps=(step,)
    )


def _omnisession(plugin: Plugin, principals: Sequence[Principal]) -> Attributes:
    """Lines in the order of the file, DEFAULT last; the first attribute of a kind counts."""
    if plugin.sessions is None:
        return Attributes(Answer.OPEN, depends_on=f"the file {plugin.file}")
    lines = [line for line in plugin.sessions if _for(line, principals)]
    lines.sort(key=lambda line: line.matcher is None)
    if any(line.bad for line in lines) or not lines:
        answer = Answer.OPEN if plugin.templated else Answer.FAIL
        depends = f"what stands in {plugin.file}" if plugin.templated else ""
        return Attributes(answer, depends_on=depends)
    root = next((line.root for line in lines if line.root), None)
    steps = tuple(Step(line.source, _says(line)) for line in lines)
    return Attributes(
        Answer.SUCCESS,
        root,
        home=any(line.home for line in lines),
        prefix=next((line.prefix for line in lines if line.prefix), None),
        read_only=any(line.read_only for line in lines),
        roles=tuple(role for line in lines for role in line.roles),
        steps=steps,
    )


def _for(line: SessionLine, principals: Sequence[Principal]) -> bool:
    return line.matcher is None or any(line.matcher.fits(each) for each in principals)


def _says(line: SessionLine) -> str:
    limits = [f"root {line.root}"] if line.root else []
    limits += [f"prefix {line.prefix}"] if line.prefix else []
    limits += ["read-only"] if line.read_only else []
    return f"gives the session {', '.join(limits) or 'no limit'}"
