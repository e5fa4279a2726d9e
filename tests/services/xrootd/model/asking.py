"""Credentials and questions for made-up servers."""

from typing import Any

from tests.services.xrootd.model.servers import AUDIENCE, ISSUER
from tokenlint.privilege.operation import Operation
from tokenlint.services.decision import Ask, Decision, Presented, Verdict
from tokenlint.services.xrootd.config import Configuration
from tokenlint.services.xrootd.model.decide import decider

FILE = "/data/foo/f"
EVERYONE = "u * / a\n"
ALLOWED, DENIED, DEPENDS = Verdict.ALLOWED, Verdict.DENIED, Verdict.DEPENDS


def token(*scopes: str, **changes: Any) -> Presented:
    made = {"issuer": ISSUER, "audiences": (AUDIENCE,), "scopes": scopes or ("openid",)}
    return Presented(**{**made, **changes})


def decision(
    configuration: Configuration,
    presented: Presented,
    operation: Operation = Operation.DELETE,
    path: str = FILE,
) -> Decision:
    return decider(configuration)(presented, Ask(operation, path))


def deletes(configuration: Configuration, presented: Presented, path: str = FILE) -> Verdict:
    return decision(configuration, presented, path=path).verdict


READS, CREATES, CHANGES = (f"storage.{word}:/foo" for word in ("read", "create", "modify"))
