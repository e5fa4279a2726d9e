"""Repairs of the scope that a declared workflow asks for, measured by its declared operations."""

from collections.abc import Sequence
from dataclasses import dataclass

from tokenlint.credentials.scope import ScopeItem
from tokenlint.credentials.token import Dialect
from tokenlint.credentials.vocabulary import SCITOKENS_URI, Vocabulary
from tokenlint.fix.case import Asked, Case
from tokenlint.fix.edit import FixPlan, NotFixed
from tokenlint.fix.listing import Listing
from tokenlint.policy.request_facts import dialect_of
from tokenlint.privilege.capability import Capability, CapabilitySet
from tokenlint.workflows.compare import Comparison

_SCOPE = "/token/scope"
_ITEMS = "/credential/items"


@dataclass(frozen=True, slots=True)
class _Scope:
    """The scope as written, and the word that stands for each item."""

    asked: Asked
    listing: Listing

    @classmethod
    def of(cls, case: Case) -> "_Scope":
        asked = Asked.of(case)
        return cls(asked, asked.listing(_SCOPE))

    @property
    def items(self) -> tuple[ScopeItem, ...]:
        return self.asked.request.scope_items

    @property
    def comparison(self) -> Comparison:
        judged = self.asked.subject.judgement
        if judged is None:
            raise NotFixed("the workflow asks for no token")
        return judged.comparison

    def item(self) -> int:
        """The item that the finding is about."""
        return self.asked.one_at(_ITEMS, len(self.items))

    def word(self, item: int) -> int:
        """The word of the listing that is an item; line ends count as items of their own."""
        element = self.items[item].element
        before = sum(1 for each in self.items[:item] if each.text.strip())
        at = before if element is None else element
        if at >= len(self.listing.texts) or self.listing.texts[at] != self.items[item].text:
            raise NotFixed("the scope is not written as one word for each item")
        return at

    def dropped(self, item: int, says: str, *, safe: bool = False) -> FixPlan:
        edits, left = self.listing.without({self.word(item)})
        return self.asked.plan(_SCOPE, edits, self.listing.value(left), says, safe=safe)

    def replaced(self, item: int, words: Sequence[str], says: str) -> FixPlan:
        edits, texts = self.listing.replaced(self.word(item), words)
        return self.asked.plan(_SCOPE, edits, self.listing.value(texts), says)

    def added(self, words: Sequence[str], says: str) -> FixPlan:
        edits, texts = self.listing.added(words)
        return self.asked.plan(_SCOPE, edits, self.listing.value(texts), says)

    def rewritten(self, items: Sequence[int], words: Sequence[str], says: str) -> FixPlan:
        edits, texts = self.listing.rewritten([self.word(item) for item in items], words)
        return self.asked.plan(_SCOPE, edits, self.listing.value(texts), says)

    def within(self, granted: CapabilitySet) -> list[int]:
        """The items that add nothing to these capabilities."""
        return [
            at
            for at, each in enumerate(self.items)
            if each.capabilities and granted.covers(CapabilitySet.of(each.capabilities))
        ]

    def others(self, item: int) -> CapabilitySet:
        """What the other items grant."""
        rest = (each for at, each in enumerate(self.items) if at != item)
        return CapabilitySet.of(granted for each in rest for granted in each.capabilities)


def drop_redundant(case: Case) -> FixPlan:
    """SCP006: the item goes that a wider one grants already; what is asked for stays the same."""
    scope = _Scope.of(case)
    item = scope.item()
    if not scope.others(item).covers(CapabilitySet.of(scope.items[item].capabilities)):
        raise NotFixed("the other scopes do not grant all of it")
    return scope.dropped(item, f"take {scope.items[item].text} out of the scope", safe=True)


def drop(case: Case) -> FixPlan:
    """SCP013, SCP014: an item goes that no declared operation can need."""
    scope = _Scope.of(case)
    if case.finding.rule == "SCP014" and scope.asked.request.refresh_requested:
        raise NotFixed("who is to hold the refresh token instead has to be decided")
    item = scope.item()
    return scope.dropped(item, f"take {scope.items[item].text} out of the scope")


def narrow(case: Case) -> FixPlan:
    """SCP002, SCP004, SCP007: the least capabilities for what relies on the item, or nothing."""
    scope = _Scope.of(case)
    item = scope.item()
    need = scope.comparison.items[item]
    if need is None:
        raise NotFixed("no declared operation tells what is needed")
    others = scope.others(item)
    least = [each for each in need.narrower if not others.covers(CapabilitySet.of((each,)))]
    written = scope.items[item]
    if not least:
        return scope.dropped(item, f"take {written.text} out of the scope")
    words = _words_for(written, least)
    narrower = scope.within(CapabilitySet.of(least))
    return scope.rewritten(
        sorted({item, *narrower}), words, f"write {' '.join(words)} for {written.text}"
    )


def _words_for(item: ScopeItem, least: Sequence[Capability]) -> list[str]:
    """Capabilities in the language of the item that they replace."""
    if item.vocabulary is Vocabulary.WLCG:
        return [str(each) for each in least]
    if item.vocabulary is Vocabulary.SCITOKENS and all(each.action.on_storage for each in least):
        prefix = SCITOKENS_URI if item.text.startswith(SCITOKENS_URI) else ""
        return list(dict.fromkeys(f"{prefix}{item.word}:{each.path}" for each in least))
    raise NotFixed(f"no narrower word is known in the language of {item.text}")


def in_words_of_the_profile(case: Case) -> FixPlan:
    """SCP009: a word of SciTokens among words of the profile becomes what the operations need."""
    scope = _Scope.of(case)
    item = scope.item()
    need = scope.comparison.items[item]
    if dialect_of(scope.asked.request) is not Dialect.WLCG:
        raise NotFixed("whether the issuer knows the words of the WLCG profile is not known")
    if need is None or not need.narrower:
        raise NotFixed("no declared operation tells what is needed")
    words = [str(each) for each in need.narrower]
    gone = sorted({item, *scope.within(CapabilitySet.of(need.narrower))})
    return scope.rewritten(gone, words, f"write {' '.join(words)} for {scope.items[item].text}")


def add_missing(case: Case) -> FixPlan:
    """SCP008, SCP016, SCP017: what the declared operation lacks is asked for as well."""
    scope = _Scope.of(case)
    if dialect_of(scope.asked.request) is not Dialect.WLCG:
        raise NotFixed("the request is not in the words of the WLCG profile")
    operations = scope.asked.subject.workflow.operations
    told = set(scope.asked.at("/workflow/operations", len(operations)))
    lacking = dict.fromkeys(
        each
        for missing in scope.comparison.missing
        if missing.index in told and missing.cause in ("action", "path")
        for each in missing.fix
    )
    words = [str(each) for each in lacking]
    if not words:
        raise NotFixed("which scope is lacking cannot be told")
    within = scope.within(CapabilitySet.of(lacking))
    if not within:
        return scope.added(words, f"add {' '.join(words)} to the scope")
    narrower = " ".join(scope.items[item].text for item in within)
    return scope.rewritten(within, words, f"write {' '.join(words)} for {narrower}")


def resolve_path(case: Case) -> FixPlan:
    """SCP005: the path is written as the operations name it, where it resolves to theirs."""
    scope = _Scope.of(case)
    item = scope.item()
    written = scope.items[item]
    if len(written.capabilities) != 1 or written.path is None:
        raise NotFixed("it does not grant one action on one path")
    resolved = written.path.resolved()
    meant = [
        each
        for each in scope.comparison.need.privilege.capabilities
        if each.action is written.capabilities[0].action
        and each.path.components == resolved.components
    ]
    if len(meant) != 1:
        raise NotFixed("no declared operation tells which path is meant")
    word = _words_for(written, meant)[0]
    return scope.replaced(item, [word], f"write {word} for {written.text}")


def respell(case: Case) -> FixPlan:
    """SCP015: the known word stands in the place of a misspelt one, where an operation needs it."""
    scope = _Scope.of(case)
    item = scope.item()
    written = scope.items[item].text
    _, colon, path = written.partition(":")
    near = scope.items[item].suggestions
    needed = {str(each) for each in scope.comparison.need.privilege.capabilities}
    meant = {each if ":" in each else f"{each}{colon}{path}" for each in near} & needed
    if len(meant) != 1:
        raise NotFixed("no known word that is near is needed, or more than one")
    word = meant.pop()
    return scope.replaced(item, [word], f"write {word} for {written}")
