"""What XRootD passes over in a `scitokens.cfg`: unknown keys, lines and sections without effect."""

from collections.abc import Iterator

from tokenlint.services.acceptance import Dead, UnknownKey
from tokenlint.services.known_keys import unknown_key
from tokenlint.services.xrootd.inih import PART, Ini, Item
from tokenlint.services.xrootd.keys import GLOBAL_KEYS, ISSUER_KEYS
from tokenlint.source import Source


def unknown_keys(ini: Ini) -> tuple[UnknownKey, ...]:
    """Keys of known sections that XRootD does not ask for."""
    found = []
    for item in ini.items:
        known = _known(item.section)
        if known is None or item.continuation or not item.key.known:
            continue
        if item.key.text.lower() not in known:
            found.append(unknown_key(item.key, item.section, known))
    return tuple(found)


def _known(section: str) -> dict[str, str] | None:
    lower = section.lower()
    if lower.startswith("global"):
        return GLOBAL_KEYS
    return ISSUER_KEYS if lower.startswith("issuer ") else None


def dead_lines(ini: Ini) -> tuple[Dead, ...]:
    """Values that a later line of the same section replaces, and lines that inih cuts."""
    says = f"XRootD reads {PART} characters of a line, and the rest as a line of its own"
    cut = (Dead("ignored-value", rest, says) for rest in ini.cut)
    return (*cut, *_replaced(ini), *_without_section(ini))


def _replaced(ini: Ini) -> Iterator[Dead]:
    if ini.open or ini.templated:
        return
    last: dict[tuple[str, str], Item] = {}
    for item in ini.items:
        key = (item.section.lower(), item.key.text.lower())
        before = last.get(key)
        last[key] = item
        known = _known(item.section) or {}
        if before is None or not before.value.text or key[1] not in known:
            continue
        if item.continuation:
            says = "the indented line below replaces the value, it does not add to it"
        else:
            says = f"`{item.key.text}` is written again in this section, and the last one counts"
        yield Dead("shadowed", before.value, says, item.value.source)


def _without_section(ini: Ini) -> Iterator[Dead]:
    for item in ini.items:
        if not item.section and not item.continuation:
            yield Dead("unreachable", item.key, "it stands before the first section")


def dead_sections(ini: Ini, values: dict[str, dict[str, Item]]) -> tuple[Dead, ...]:
    """Sections that XRootD does not read, or skips with a line in its log."""
    found = []
    seen: dict[str, Source] = {}
    for header in ini.headers:
        if header.text in seen or not header.known:
            continue
        seen[header.text] = header.source
        says = _why_skipped(header.text, values.get(header.text.lower(), {}))
        if says:
            found.append(Dead("unreachable", header, says))
    return tuple(found)


def _why_skipped(name: str, items: dict[str, Item]) -> str:
    lower = name.lower()
    if lower.startswith("global"):
        return ""
    if not lower.startswith("issuer "):
        return "XRootD reads the sections `Global` and `Issuer NAME` only"
    for key in ("issuer", "base_path"):
        if key not in items or not items[key].value.text:
            return f"XRootD skips a section without `{key}`"
    return "" if name[7:].strip() else "XRootD skips an issuer's section without a name"
