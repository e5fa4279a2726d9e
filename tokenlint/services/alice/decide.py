"""What the plug-in lets pass without a token.

A path is exported by the first `EXPORT` that fits. A token is needed where a `RULE` fits whose
`AUTHZ` holds the operation; where none does, everybody may do it. `NOAUTHZ` is never looked at.
Paths are compared as the beginning of a text. Each word of `AUTHZ` and `VO` is looked for with
a `|` behind it. A client without a certificate has the VO `*`. To look at names and lists of files
is allowed everywhere; to rename and to make folders nowhere. Deletion has no word of its own:
any rule with some `|` in its `AUTHZ` asks for a token.
Source: `PathIsExported` and `PathHasAuthz` of `TTokenAuthz.cxx`, `Access` of `XrdAliceTokenAcc.cc`.
"""

from dataclasses import dataclass
from typing import Final

from tokenlint.privilege.operation import Operation
from tokenlint.services.alice.lines import File, Line
from tokenlint.services.decision import Ask, Decision, Presented, Step, Verdict

ANYBODY: Final = "*"
MODES: Final = {
    Operation.READ: "read",
    Operation.CREATE: "write-once",
    Operation.OVERWRITE: "write-once",
    Operation.DELETE: "",
}
OPEN: Final = (Operation.STAT, Operation.LIST)


@dataclass(frozen=True, slots=True)
class Passes:
    """A line that lets an operation pass without a token, and what it says."""

    line: Line
    says: str


def decide(file: File, presented: Presented, ask: Ask) -> Decision:
    """The answer; a JWT is no token here, so whoever shows one is anybody."""
    del presented
    if ask.operation in OPEN:
        step = Step(file.text.whole, "lets everybody look at names")
        return Decision(Verdict.ALLOWED, (step,))
    if ask.operation not in MODES:
        step = Step(file.text.whole, "is for a plug-in that has no such operation")
        return Decision(Verdict.DENIED, (step,))
    found = passes(file, ask.operation, ask.path)
    if found is None:
        step = Step(file.text.whole, "asks for a token of the catalogue, or does not export this")
        return Decision(Verdict.DENIED, (step,))
    step = Step(found.line.source, found.says)
    if not file.sure:
        open_ = "the lines that a template fills in"
        return Decision(Verdict.DEPENDS, (step,), (open_,))
    return Decision(Verdict.ALLOWED, (step,))


def passes(file: File, operation: Operation, path: str) -> Passes | None:
    """The line that lets anybody do this without a token; None where one is asked for."""
    export = next((line for line in file.exports if _exports(line, path)), None)
    if export is None or export.text("ACCESS") != "ALLOW":
        return None
    mode = MODES[operation]
    fitting = None
    for rule in file.rules:
        if not path.startswith(rule.text("PATH")) or not for_vo(rule, ANYBODY):
            continue
        fitting = fitting or rule
        if f"{mode}|" in rule.text("AUTHZ"):
            if rule.text("CERT") in {"*", "IGNORE"}:
                return None
            return Passes(rule, "asks for a token only from one certificate, and nobody else")
    if fitting is None:
        return Passes(export, "exports this path, and no rule asks everybody for a token there")
    return Passes(fitting, f"asks for no token to {operation.value}")


def _exports(line: Line, path: str) -> bool:
    return (
        line.text("VO") == ANYBODY
        and path.startswith(line.text("PATH"))
        and line.text("CERT") == ANYBODY
    )


def for_vo(rule: Line, vo: str) -> bool:
    """Whether a rule is for a VO; `*` alone, without a `|`, is for none."""
    return rule.text("VO") == "*|" or f"{vo}|" in rule.text("VO")
