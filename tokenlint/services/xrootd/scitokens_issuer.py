"""A section `[Issuer NAME]` of a `scitokens.cfg`."""

from dataclasses import dataclass, field

from tokenlint.services.acceptance import Dead
from tokenlint.services.value import Value
from tokenlint.services.xrootd.config import IssuerSection
from tokenlint.services.xrootd.inih import Item
from tokenlint.services.xrootd.keys import FALSE_WORDS, STRATEGIES, TRUE_WORDS
from tokenlint.services.xrootd.paths import canonical
from tokenlint.services.xrootd.scitokens_global import part_of, split_list

_LATER = ("username_claim", "groups_claim", "authorization_strategy")
_OPENING = ("map_subject", "authorization_strategy", "username_claim", "groups_claim")


@dataclass(frozen=True, slots=True)
class Section:
    """A section that XRootD does not skip, and what it passes over in it.

    `later_keys` are the written values of keys that older releases do not know.
    """

    value: IssuerSection
    mapfile: Value | None
    map_subject: Value | None
    dead: tuple[Dead, ...] = field(default=())
    later_keys: tuple[tuple[str, Value], ...] = ()


def read_section(header: Value, items: dict[str, Item]) -> Section | None:
    """A section; None for one that XRootD skips (without `issuer`, `base_path` or a name)."""
    url = _written(items, "issuer")
    base = _written(items, "base_path")
    if url is None or base is None or not header.text[7:].strip():
        return None
    dead: list[Dead] = _never_issued(url)
    map_subject = _written(items, "map_subject")
    strategy = _written(items, "authorization_strategy")
    value = IssuerSection(
        section=header,
        url=url,
        base_paths=_paths(base, dead),
        source=header.source,
        restricted_paths=_paths(_written(items, "restricted_path"), dead),
        map_subject=_boolean(map_subject, dead),
        default_user=_written(items, "default_user"),
        username_claim=_text(items, "username_claim", ""),
        groups_claim=_text(items, "groups_claim", "wlcg.groups"),
        strategies=_strategies(strategy, dead),
        strategies_source=strategy.source if strategy else None,
        open_keys=tuple(key for key in _OPENING if key in items and not items[key].value.known),
    )
    later = tuple((key, found) for key in _LATER if (found := _written(items, key)))
    return Section(value, _written(items, "name_mapfile"), map_subject, tuple(dead), later)


def _written(items: dict[str, Item], key: str) -> Value | None:
    """The value of a key; an empty one counts as not written."""
    item = items.get(key)
    return item.value if item and item.value.text else None


def _text(items: dict[str, Item], key: str, default: str) -> str:
    item = items.get(key)
    return item.value.text if item else default


def _paths(value: Value | None, dead: list[Dead]) -> tuple[Value, ...]:
    """The absolute paths of a list, each in its plain form; the others are dropped unsaid."""
    found = []
    for each in split_list(value) if value else ():
        path = canonical(each.text)
        if not each.known:
            found.append(each)
        elif path is None:
            says = "XRootD drops a path that does not begin with `/`"
            dead.append(Dead("ignored-value", each, says))
        else:
            found.append(Value(path, each.source))
    return tuple(found)


def _boolean(value: Value | None, dead: list[Dead]) -> bool:
    if value is None or not value.known:
        return False
    word = value.text.lower()
    if word not in TRUE_WORDS | FALSE_WORDS:
        says = "XRootD knows true, yes, on, 1 and their opposites; false holds"
        dead.append(Dead("ignored-value", value, says))
    return word in TRUE_WORDS


def _strategies(value: Value | None, dead: list[Dead]) -> tuple[str, ...] | None:
    """The strategies that XRootD knows; none of them at all refuses everything."""
    if value is None or not value.known:
        return None
    found = []
    start = 0
    for word in value.text.split(" "):
        if word.lower() in STRATEGIES:
            found.append(word.lower())
        elif word:
            place = part_of(value.source, start, start + len(word))
            says = "XRootD ignores a strategy that is none of capability, group and mapping"
            dead.append(Dead("ignored-value", Value(word, place), says))
        start += len(word) + 1
    return tuple(dict.fromkeys(found))


def _never_issued(url: Value) -> list[Dead]:
    if url.known and any(sign.isspace() for sign in url.text):
        says = "the issuer holds a blank (`#` starts no comment after a value), no token has it"
        return [Dead("never-matches", url, says)]
    return []
