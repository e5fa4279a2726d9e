"""Operations, parts of a token and numbers in words."""

from tokenlint.credentials.redact import shown
from tokenlint.least.excess import Excess
from tokenlint.least.of_workflow import Least
from tokenlint.least.token import Extra
from tokenlint.policy.reach import cut
from tokenlint.privilege.capability import Capability
from tokenlint.workflows.declaration import DeclaredOperation
from tokenlint.workflows.mitigations import MitigationState


def safe(text: str) -> str:
    """A scope, path or audience as it is, unless a secret was put into it."""
    return shown("scope", text)


def operation_words(operation: DeclaredOperation) -> str:
    """`read /data/f1 at disk`, `rename /a to /b at disk`, `submit at gate`."""
    where = " to ".join(cut(safe(str(path))) for path in operation.paths)
    target = f" {where}" if where else ""
    service = cut(shown("service", operation.service))
    return f"{operation.operation.value}{target} at {service}"


def scope_words(capability: Capability) -> str:
    """The scope, at most as long as a line of a report bears."""
    return cut(safe(str(capability)))


def extra_words(extra: Extra) -> str:
    """Why a product needs it, and where that stands."""
    reference = extra.reference
    section = f" section {reference.section}" if reference.section else ""
    where = f"for {extra.operation} at {cut(shown('service', extra.service))}"
    return f"{where}: {extra.says} ({reference.title}{section})"


def excess_words(excess: Excess) -> str:
    """`2 rights that no operation needs, such as delete /x at https://a.example`."""
    if excess.witness is None:
        return "nothing that no operation needs"
    request = excess.witness
    on_jobs = not request.path.components and request.path.is_root
    target = "" if on_jobs else f" {cut(safe(str(request.path)))}"
    what = "right" if excess.rights == 1 else "rights"
    return (
        f"{excess.rights:,} {what} that no operation needs, such as "
        f"{request.operation.value}{target} at {cut(safe(request.endpoint))}"
    )


def split_hint(least: Least) -> str:
    """What a split would change, or has changed; empty where it changes nothing."""
    if least.excess_split is None:
        return ""
    one = f"One token would allow {excess_words(least.excess)}."
    if not least.excess.rights:
        one = "One token would mix files with jobs."
    rest = excess_words(least.excess_split)
    if least.split:
        return f"{one} These {least.split_into} allow {rest}."
    return f"{one} --split makes {least.split_into} tokens, which allow {rest}."


def mitigation_words(state: MitigationState) -> str:
    """`no-modify (holds)`, `pull-mode (declared)`, `managed-service (not declared)`."""
    if state.holds == "no":
        return f"{state.name} (does not hold)"
    if state.holds == "yes":
        return f"{state.name} (holds)"
    return f"{state.name} ({'declared' if state.declared else 'not declared'})"
