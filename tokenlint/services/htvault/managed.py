"""The managed tokens service: it gets Vault tokens for experiments and hands them to machines.

It asks htgettoken for the role of an experiment, so what it asks the issuer for stands in the
configuration of the Vault server. What its own file tells is which machines get a Vault token,
and how much of its life must be left (`minTokenLifetime`).
Source: `managedTokens.yml` and `managedTokens.json` of fermitools/managed-tokens.
"""

import re
from collections.abc import Iterator

from tokenlint.services.acceptance import Acceptance, Service, Setting
from tokenlint.services.offer import Holder, Offer
from tokenlint.services.pieces import Piece
from tokenlint.services.structured.tree import Node, Tree
from tokenlint.services.value import Value

_DURATION = re.compile(r"(\d{1,9})(ms|s|m|h|d)")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def service(piece: Piece, tree: Tree) -> Service | None:
    """The service of one file; None where nothing of it can be read."""
    root = tree.root
    if root is None or root.kind != "map":
        return None
    text = piece.text
    acceptance = Acceptance(
        product="managed-tokens",
        title="managed-tokens",
        name=f"{text.file}:{text.line}" if text.embedded else text.file,
        source=text.whole,
        files=(text.file,),
        service="client",
        settings=tuple(_settings(root)),
        offers=tuple(_offers(root)),
    )
    return Service(acceptance)


def _settings(root: Node) -> Iterator[Setting]:
    left = root.text("minTokenLifetime")
    if left is not None:
        seconds = _seconds(left.text) if left.known else None
        yield Setting("mintokenlifetime", left.text, left.source, True, left.known, seconds)
    server = root.text("vaultServer")
    if server is not None:
        yield Setting("vaultserver", server.text, server.source, known=server.known)


def _offers(root: Node) -> Iterator[Offer]:
    """A Vault token of each role, on the machines that it is copied to."""
    for experiment in root.each("experiments"):
        for role in experiment.each("roles"):
            if role.key is None or experiment.key is None:
                continue
            name = f"{role.key.text} of {experiment.key.text}"
            machines = ", ".join(each.text for each in role.values("destinationNodes"))
            yield Offer(
                kind="role",
                name=Value.of(name, role.source),
                holder=Holder.JOB,
                source=role.source,
                who=machines,
                audiences=(),
            )


def _seconds(text: str) -> int | None:
    """A duration as Go writes it, with days; None for what is none."""
    parts = _DURATION.findall(text)
    if not parts or "".join(f"{number}{unit}" for number, unit in parts) != text:
        return None
    return sum(int(number) * _SECONDS.get(unit, 0) for number, unit in parts)
