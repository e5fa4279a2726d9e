"""The words for the nodes of a credential in the policy input."""

from collections.abc import Mapping

from tokenlint.policy.credential_view import CredentialView
from tokenlint.policy.reach import cut, gravest, operation_word, when_words, where_words
from tokenlint.policy.subject import Speaker
from tokenlint.privilege.audience import Audience
from tokenlint.privilege.capability import CapabilitySet
from tokenlint.privilege.operation import telling_operation


def credential_speakers(view: CredentialView) -> Mapping[str, Speaker]:
    """A speaker for each pattern of a pointer; `*` stands for an index."""

    def entry(index: int) -> str:
        return cut(str(view.audience_values[index]))

    return {
        "/credential": lambda: view.name,
        "/credential/reach": view.reach,
        "/credential/audience": lambda: cut(", ".join(map(str, view.audience_values))) or "nothing",
        "/credential/audience/entries/*": entry,
        "/credential/audience/entries/*/witness": lambda index: _entry_witness(view, index),
        "/credential/items/*": lambda index: cut(view.items[index].text),
        "/credential/items/*/path": lambda index: cut(str(view.items[index].path or "/")),
        "/credential/items/*/witness": view.item_reach,
        "/credential/items/*/narrower": lambda index: cut(view.items[index].text),
        "/credential/items/*/suggestion": lambda index: " or ".join(view.items[index].suggestions),
        "/credential/actions": lambda: _scope_names(view),
        "/credential/lifetime": view.lifetime_words,
    }


def _scope_names(view: CredentialView) -> str:
    granted = CapabilitySet.of(c for item in view.items for c in item.capabilities)
    return ", ".join(action.scope_name for action in granted.actions) or "nothing"


def _entry_witness(view: CredentialView, index: int) -> str:
    """The gravest request that the credential allows at one endpoint of its audience."""
    value = str(view.audience_values[index])
    audience = view.privilege.audience.meet(Audience.of([value]))
    if view.privilege.empty:
        return "nothing"
    worst = gravest(view.privilege.capabilities)
    verb = operation_word(telling_operation(worst.action))
    path = f" {cut(worst.path.text)}" if worst.action.on_storage else ""
    where = where_words(audience, worst.action)
    return f"{verb}{path} {where}{when_words(view.said_validity, dated=view.dated)}"
