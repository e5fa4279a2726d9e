"""The parts of a service's acceptance in the words of a message, by pointer."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tokenlint.policy.offer_words import offer_speakers
from tokenlint.policy.reach import cut, operation_word
from tokenlint.policy.subject import Speaker
from tokenlint.policy.words import human_duration
from tokenlint.privilege.operation import Operation
from tokenlint.services.acceptance import Acceptance, Audience, Setting, Subjects, Way, WayKind
from tokenlint.services.acceptance import Mapping as AccountMapping
from tokenlint.services.issuers import near_issuers
from tokenlint.services.witnesses import Witness

_WHO: Mapping[WayKind, Callable[[Way], str]] = {
    WayKind.CAPABILITY: lambda way: f"a scope of {way.issuer or way.who}",
    WayKind.ISSUER: lambda way: f"every token of {way.issuer or way.who}",
    WayKind.GROUP: lambda way: f"every member of {way.who}{_of_issuer(way)}",
    WayKind.SUBJECT: lambda way: f"the subject {way.who}{_of_issuer(way)}",
    WayKind.ACCOUNT: lambda way: f"whoever is mapped to {way.who}",
    WayKind.ANY_TOKEN: lambda _: "every valid token",
    WayKind.ANONYMOUS: lambda _: "everybody, even without a token,",
    WayKind.OTHER: lambda way: way.who,
}


# dCache asks this list where the scopes of a token authorise nothing.
_LEFT_OVER = {"non-authz-id": " that holds no storage scope"}


def _of_issuer(way: Way) -> str:
    return f" with a token of {way.issuer}" if way.issuer else ""


# What a reader needs to know of a set of operations; the others come with these.
_TELLING = {
    Operation.DELETE.value: "delete",
    Operation.OVERWRITE.value: "overwrite",
    Operation.CREATE.value: "create",
    Operation.READ.value: "read",
    Operation.LIST.value: "list",
    Operation.STAGE.value: "stage",
    Operation.SUBMIT.value: "submit jobs",
    Operation.CANCEL.value: "cancel jobs",
    Operation.MODIFY_JOB.value: "change jobs",
    Operation.QUERY.value: "ask for jobs",
    Operation.ADMINISTER.value: "administer",
}


def service_speakers(
    acceptance: Acceptance, found: Sequence[Witness], shared: Sequence[Mapping[str, Any]]
) -> dict[str, Speaker]:
    """Speakers for the pointers below `/service`."""
    issuers = acceptance.issuers
    return offer_speakers(acceptance) | {
        "/service": lambda: f"{acceptance.title} ({acceptance.name})",
        "/service/audience": lambda: _audience(acceptance.audience),
        "/service/audience/accepted/*": lambda i: _accepted(acceptance.audience, i),
        "/service/issuers/*": lambda i: cut(issuers[i].url.text),
        "/service/issuers/*/areas/*": lambda i, k: cut(issuers[i].areas[k].text),
        "/service/issuers/*/near": lambda i: _near(acceptance, i),
        "/service/issuers/*/audience": lambda i: _audience(issuers[i].audience),
        "/service/issuers/*/audience/accepted/*": lambda i, k: _accepted(issuers[i].audience, k),
        "/service/shared/*": lambda i: _shared(acceptance, shared[i]),
        "/service/ways/*": lambda i: way_words(acceptance.ways[i]),
        "/service/mappings/*": lambda i: _mapping(acceptance.mappings[i]),
        "/service/mappings/*/account": lambda i: cut(acceptance.mappings[i].account.text),
        "/service/patterns/*": lambda i: cut(acceptance.patterns[i].text.text),
        "/service/patterns/*/also": lambda i: cut(acceptance.patterns[i].also),
        "/service/unknown_keys/*": lambda i: cut(acceptance.unknown_keys[i].key.text),
        "/service/unknown_keys/*/suggestion": lambda i: acceptance.unknown_keys[i].suggestion,
        "/service/unknown_keys/*/default": lambda i: acceptance.unknown_keys[i].default,
        "/service/dead/*": lambda i: cut(acceptance.dead[i].what.text),
        "/service/dead/*/says": lambda i: cut(acceptance.dead[i].says),
        "/service/absent/*": lambda i: cut(acceptance.absent[i].file.text),
        "/service/settings/*": lambda i: _setting(acceptance.settings[i]),
        "/service/settings/*/seconds": lambda i: _duration(acceptance.settings[i]),
        "/service/deletions/*": lambda i: witness_words(found[i]),
        "/service/deletions/*/by": lambda i: deciding_words(found[i]),
        "/service/deletions/*/depends": lambda i: "; ".join(found[i].decision.depends_on),
        "/service/unasked/*": lambda i: _unasked(acceptance, i),
    }


def way_words(way: Way) -> str:
    """`every member of /atlas may delete, create and read below /data`: the gravest first."""
    what = _together([word for each, word in _TELLING.items() if each in way.operations])
    where = f" below {_together(way.paths)}" if way.paths else ""
    return cut(f"{_WHO[way.kind](way)} may {what}{where}")


def witness_words(witness: Witness) -> str:
    """The request that passes: who, what, where."""
    ask = witness.ask
    return f"{cut(witness.words)} may {operation_word(ask.operation)} {cut(ask.path)}"


def deciding_words(witness: Witness) -> str:
    """What the deciding line says."""
    steps = witness.decision.steps
    return cut(steps[-1].says) if steps else "the configuration as a whole"


def _together(words: Sequence[str]) -> str:
    *others, last = words or ("do little",)
    return f"{', '.join(others)} and {last}" if others else last


def _audience(audience: Audience | None) -> str:
    if audience is None or not audience.accepted:
        return "no audience"
    return cut(", ".join(value.text for value in audience.accepted))


def _accepted(audience: Audience | None, index: int) -> str:
    if audience is None:
        raise IndexError(index)
    return cut(audience.accepted[index].text)


def _near(acceptance: Acceptance, index: int) -> str:
    urls = tuple(dict.fromkeys(each.url.text for each in acceptance.issuers if each.url.known))
    return near_issuers(urls)[acceptance.issuers[index].url.text]


def _shared(acceptance: Acceptance, row: Mapping[str, Any]) -> str:
    one, other = acceptance.issuers[row["one"]], acceptance.issuers[row["other"]]
    return cut(f"{one.url.text} and {other.url.text} both own {one.areas[row['area']].text}")


def _mapping(mapping: AccountMapping) -> str:
    issuer = f"{mapping.issuer or 'any issuer'}{_LEFT_OVER.get(mapping.method, '')}"
    whose = {
        "any": f"every token of {issuer}",
        "one": f"one subject of {issuer}",
        "some": f"some tokens of {issuer}",
        "unknown": f"tokens of {issuer}",
    }[mapping.subjects.value]
    verb = "becomes" if mapping.subjects in (Subjects.ANY, Subjects.ONE) else "become"
    account = "the account that it names" if mapping.chosen_by_token else mapping.account.text
    return cut(f"{whose} {verb} {account}")


def _setting(setting: Setting) -> str:
    return cut(f"{setting.name} = {setting.value}" if setting.value else setting.name)


def _duration(setting: Setting) -> str:
    return human_duration(setting.seconds)


def _unasked(acceptance: Acceptance, index: int) -> str:
    return _accepted(acceptance.audience, index)
