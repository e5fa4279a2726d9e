"""What an audit should say, once more: slow, plain, line by line, with nothing of the audit's code.

Tokens are decoded claims, and lines are those of `making.MAPPING`. Whether an operation is
permitted is asked of `tokenlint.privilege`, for one token, one path and one instant at a time.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tokenlint.credentials.redact import shown
from tokenlint.credentials.scope import read_scope
from tokenlint.credentials.token import Dialect
from tokenlint.privilege.audience import ANY
from tokenlint.privilege.capability import Capability, CapabilitySet
from tokenlint.privilege.operation import Operation, allowing
from tokenlint.privilege.path import ROOT, ScopePath
from tokenlint.privilege.privilege import Privilege
from tokenlint.privilege.request import Request, allows
from tokenlint.privilege.validity import Validity

SKEW = 60
ADDRESSES = 2
GRAVITY = (
    "not-permitted", "expired", "not-yet-valid", "elsewhere",
    "many-clients", "many-services", "refused", "unknown-token",
)  # fmt: skip
Claims = dict[str, Any]
Line = dict[str, Any]


def short(token_id: str) -> str:
    return hashlib.sha256(token_id.encode()).hexdigest()[:16]


def capabilities(token: Claims) -> frozenset[Capability]:
    items = read_scope(token.get("scope", ""), Dialect.WLCG)
    return frozenset(each for item in items for each in item.capabilities)


def actions(token: Claims) -> frozenset[str]:
    """What it may do anywhere, without what a greater one implies."""
    held = {each.action for each in capabilities(token)}
    implied = {less for each in held for less in each.implied() if less is not each}
    return frozenset(each.value for each in held - implied)


def has_capabilities(token: Claims) -> bool:
    return any(word.startswith(("storage.", "compute.")) for word in token["scope"].split())


def party(token: Claims) -> tuple[str, str]:
    return token["iss"], shown("client_id", token["client_id"])


def reached(path: str) -> ScopePath:
    """Where a path leads to: segments one after the other, `..` goes back, never above the root."""
    steps: list[str] = []
    for step in path.replace("%2e", ".").split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step.replace(" ", "%20"))
    return ScopePath.parse("/" + "/".join(steps))


def grants(held: Iterable[Capability], operation: str, path: str) -> bool:
    """Whether scopes alone permit it: at any service, at any time."""
    where = reached(path) if path else ROOT
    privilege = Privilege(CapabilitySet.of(held), ANY, Validity(0, None))
    return allows(privilege, Request(Operation(operation), where, "https://x.example", 0))


def permits(held: Iterable[Capability], line: Line) -> bool:
    """A rename needs both of its paths."""
    kept = list(held)
    both = [line.get("path", ""), *([line["to"]] if line["op"] == "rename" else [])]
    return all(grants(kept, line["op"], path) for path in both)


def endpoint(service: str) -> tuple[str, int]:
    """Host and port, whatever the scheme is; that of HTTPS where none is named."""
    host, _, port = service.partition("://")[2].rpartition(":")
    if not host:
        host, _, port = service.rpartition(":") if ":443" in service else (port or service, "", "")
    return host or service, int(port or 443) if port.isdigit() else 443


def audiences(token: Claims) -> list[str] | None:
    named = token.get("aud")
    return named if named is None or isinstance(named, list) else [named]


def is_for(token: Claims, service: str) -> bool:
    named = audiences(token)
    if named is None or not service or "https://wlcg.cern.ch/jwt/v1/any" in named:
        return True
    return any(endpoint(each) == endpoint(service) for each in named)


def valid(token: Claims, time: float) -> bool:
    return bool(token["nbf"] - SKEW <= time < token["exp"] + SKEW)


def candidates(line: Line, tokens: Sequence[Claims]) -> tuple[list[Claims], bool]:
    """The tokens that a line may be about, and whether it names one."""
    if name := line.get("jti"):
        found = [each for each in tokens if name in (each["jti"], short(each["jti"]))]
        issuer = line.get("iss")
        return [each for each in found if issuer in (None, each["iss"])], True
    mine = [each for each in tokens if each["sub"] == line.get("sub")]
    issuers = {line["iss"]} if "iss" in line else {each["iss"] for each in mine}
    if len(issuers) != 1:
        return [], False
    return [each for each in mine if {each["iss"]} == issuers], False


@dataclass
class Said:
    """What speaks against an operation by tokens that differ in nothing but id and times."""

    token: Claims
    causes: list[str]
    late: float
    in_time: bool
    judgeable: bool

    @property
    def clean(self) -> bool:
        return self.judgeable and not self.causes


def said(line: Line, alike: Sequence[Claims]) -> Said:
    token, time = alike[0], line.get("time")
    causes, late, in_time = [], 0.0, time is not None and any(valid(each, time) for each in alike)
    judgeable = has_capabilities(token)
    if judgeable and not permits(capabilities(token), line):
        causes.append("not-permitted")
    if time is not None and not in_time:
        after = [time - each["exp"] for each in alike if each["exp"] <= time]
        before = [each["nbf"] - time for each in alike if each["nbf"] > time]
        late = min([*after, *before])
        causes.append("expired" if after and min(after) <= late else "not-yet-valid")
    if not is_for(token, line.get("service", "")):
        causes.append("elsewhere")
    return Said(token, causes, late, in_time, judgeable)


def best(line: Line, found: Sequence[Claims], *, single: bool) -> Said:
    """The fewest causes, of these the mildest; of a person first among what was valid then."""
    groups: dict[str, list[Claims]] = defaultdict(list)
    for each in found:
        other = {name: value for name, value in each.items() if name not in {"jti", "nbf", "exp"}}
        groups[repr(sorted(other.items()))].append(each)
    every = [said(line, alike) for alike in groups.values()]
    timely = [] if single else [each for each in every if each.in_time]
    return min(
        timely or every,
        key=lambda each: (
            len(each.causes),
            -min(map(GRAVITY.index, each.causes), default=99),
            not each.clean,
        ),
    )


@dataclass
class Group:
    """Operations with the same reason, party, operation and rights."""

    count: int = 0
    tokens: set[str] = field(default_factory=set)
    late: float = 0.0


@dataclass
class Use:
    """What one token was used for."""

    party: tuple[str, str] = ("", "")
    count: int = 0
    clients: set[str] = field(default_factory=set)
    services: set[tuple[str, int]] = field(default_factory=set)
    named: int = 1


@dataclass
class Expected:
    """What the audit should come to."""

    counts: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    groups: dict[tuple[object, ...], Group] = field(default_factory=lambda: defaultdict(Group))
    uses: dict[str, Use] = field(default_factory=lambda: defaultdict(Use))
    work: dict[tuple[str, str], list[tuple[Line, Claims]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    permitted: list[tuple[tuple[str, str], Line]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    observed: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)

    def wide(self) -> dict[tuple[str, tuple[str, str]], tuple[int, int, int]]:
        """By cause and party: operations, tokens, and the most addresses or services."""
        found: dict[tuple[str, tuple[str, str]], list[tuple[int, int]]] = defaultdict(list)
        for use in self.uses.values():
            if len(use.clients) > ADDRESSES:
                found["many-clients", use.party].append((use.count, len(use.clients)))
            if len(use.services) > max(1, use.named):
                found["many-services", use.party].append((use.count, len(use.services)))
        return {
            key: (sum(count for count, _ in some), len(some), max(most for _, most in some))
            for key, some in found.items()
        }


def expected(lines: Iterable[Line], tokens: Sequence[Claims]) -> Expected:
    """Each line for itself."""
    result = Expected()
    for line in lines:
        _take(line, tokens, result)
    return result


def _take(line: Line, tokens: Sequence[Claims], result: Expected) -> None:
    allowed = {2: True, 4: False}.get(line["status"] // 100)
    result.counts[{True: "allowed", False: "refused", None: "undecided"}[allowed]] += 1
    if "time" in line:
        result.times.append(line["time"])
    found, single = candidates(line, tokens)
    name = ""
    if "jti" in line:
        name = short(found[0]["jti"] if found else line["jti"])
    elif not found and not ("sub" in line and "iss" in line):
        result.left["no-token"] += 1
        return
    known = party(found[0]) if found else (line.get("iss", ""), _subject(line))
    if name:
        _used(result.uses[name], line, known, found[0] if found else {})
    if not found:
        _unknown(line, known, name, result, allowed=allowed)
        return
    result.counts["judged"] += 1
    result.left["person"] += not single
    if allowed is not None:
        _decided(line, best(line, found, single=single), name, result, allowed=allowed)


def _subject(line: Line) -> str:
    return shown("sub", line["sub"]) if "sub" in line else ""


def _used(use: Use, line: Line, known: tuple[str, str], token: Claims) -> None:
    use.party = known
    use.count += 1
    use.clients |= {line["client"]} if line.get("client") else set()
    use.services |= {endpoint(line["service"])} if line.get("service") else set()
    use.named = len(audiences(token) or [""]) if token else 1


def _unknown(
    line: Line, known: tuple[str, str], name: str, result: Expected, *, allowed: bool | None
) -> None:
    if allowed:
        _note(result, "unknown-token", known, line, frozenset(), name)
    elif allowed is False:
        result.left["unknown-token"] += 1


def _decided(line: Line, judged: Said, name: str, result: Expected, *, allowed: bool) -> None:
    held = actions(judged.token)
    mine = party(judged.token)
    if not allowed:
        sure = "time" in line and (audiences(judged.token) is None or "service" in line)
        if judged.clean and sure:
            _note(result, "refused", mine, line, held, name)
        return
    causes = judged.causes
    if not name and causes and set(causes) <= {"expired", "not-yet-valid"}:
        causes = ["unknown-token"]  # another token of the same person
    result.left["names"] += not judged.judgeable
    for cause in causes:
        late = judged.late if cause in {"expired", "not-yet-valid"} else 0.0
        _note(result, cause, mine, line, held, name, late, judged.token)
    result.work[mine].append((line, judged.token))
    if judged.judgeable and "not-permitted" not in judged.causes:
        result.permitted.append((mine, line))
    if not causes:
        result.observed[line["op"], line.get("path", ""), line.get("to", ""), name] += 1


def _note(  # a line with all that is known of it
    result: Expected,
    cause: str,
    mine: tuple[str, str],
    line: Line,
    held: frozenset[str],
    name: str,
    late: float = 0.0,
    token: Claims | None = None,
) -> None:
    enough = {each.value for each in allowing(Operation(line["op"]))}
    outside = cause == "not-permitted" and token is not None and bool(held & enough)
    group = result.groups[cause, mine, line["op"], held, outside]
    group.count += 1
    group.late = max(group.late, late)
    group.tokens |= {name} if name else set()
