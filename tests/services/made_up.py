"""A made-up storage service, as its acceptance and a decision of a few lines."""

from typing import Any

from tokenlint.privilege.operation import Operation
from tokenlint.services.acceptance import (
    Absent,
    Acceptance,
    Audience,
    Dead,
    Issuer,
    Mapping,
    Pattern,
    Service,
    Setting,
    State,
    Subjects,
    UnknownKey,
    Way,
    WayKind,
)
from tokenlint.services.decision import Ask, Decision, Presented, Step, Verdict
from tokenlint.services.value import Value
from tokenlint.source import Source

FILE = "etc/service.cfg"
ISSUER = "https://issuer.example"
OTHER = "https://other-issuer.example"
AUDIENCE = "https://storage.example"
ALL = frozenset({"read", "create", "delete", "overwrite"})


def line(number: int) -> Source:
    return Source(FILE, number, 1, 9)


def value(text: str, number: int) -> Value:
    return Value.of(text, line(number))


def issuer(url: str = ISSUER, area: str = "/data", number: int = 3, **changes: Any) -> Issuer:
    known: dict[str, Any] = {"falls_through": ("group",), **changes}
    areas = (value(area, number + 1),)
    return Issuer(value("vo", number), value(url, number), line(number), areas, **known)


def group_way(number: int = 9, *, sure: bool = True) -> Way:
    return Way(WayKind.GROUP, "/vo", ALL, ("/data",), line(number), flat=True, sure=sure)


def acceptance(**changes: Any) -> Acceptance:
    """One issuer, one group with all rights, and one of everything else."""
    parts: dict[str, Any] = {
        "product": "xrootd",
        "title": "XRootD",
        "name": FILE,
        "source": Source(FILE),
        "files": (FILE, "etc/authdb"),
        "audience": Audience(State.YES, State.NO, (value(AUDIENCE, 1), value("ANY", 2)), line(1)),
        "issuers": (issuer(), issuer(OTHER, "/data/inner", 5, scopes=State.NO)),
        "ways": (group_way(),),
        "mappings": (
            Mapping("mapfile", ISSUER, Subjects.ANY, value("root", 10), line(10)),
            Mapping("mapfile", "", Subjects.SOME, value("", 11), line(11), chosen_by_token=True),
        ),
        "patterns": (
            Pattern(
                value("^https://x.example,", 12), "issuer", ("any-sign",), "https://xyexample,"
            ),
        ),
        "unknown_keys": (UnknownKey(value("onmising", 13), "Global", "onmissing", "passthrough"),),
        "dead": (Dead("shadowed", value("u x /", 14), "an earlier line decides", line(9)),),
        "absent": (Absent("mapfile", value("/etc/map", 16)),),
        "settings": (Setting("macaroons.maxduration", "86400", line(15), seconds=86400),),
    }
    return Acceptance(**(parts | changes))


def decide(presented: Presented, ask: Ask) -> Decision:
    """Members of /vo may do all below /data; others need a scope that names the action."""
    if presented.issuer != ISSUER or not ask.path.startswith("/data/"):
        return Decision(Verdict.DENIED, (Step(line(1), "denies the rest"),))
    if "/vo" in presented.groups:
        return Decision(Verdict.ALLOWED, (Step(line(9), "gives all rights to /vo"),))
    words = {scope.partition(":")[0] for scope in presented.scopes}
    if "storage.modify" in words or (
        ask.operation is Operation.CREATE and "storage.create" in words
    ):
        return Decision(Verdict.ALLOWED, (Step(line(3), "takes the scope"),))
    return Decision(Verdict.DENIED, (Step(line(1), "denies the rest"),))


def service(**changes: Any) -> Service:
    return Service(acceptance(**changes), decide)
