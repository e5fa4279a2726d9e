"""The ways in which somebody comes to rights at an XRootD server."""

from collections.abc import Iterator

from tokenlint.privilege.operation import Operation
from tokenlint.services.acceptance import State, Way, WayKind
from tokenlint.services.xrootd.authdb import compound_conditions
from tokenlint.services.xrootd.config import Entry, IssuerSection, Rights, Server
from tokenlint.services.xrootd.model.rights import Right, privileges, suffices
from tokenlint.services.xrootd.parts import Parts
from tokenlint.services.xrootd.paths import canonical
from tokenlint.services.xrootd.server_cfg import ServerFile
from tokenlint.services.xrootd.strategies import strategies_of

_NEEDED = {
    Operation.STAT: (Right.STAT,),
    Operation.LIST: (Right.READDIR,),
    Operation.READ: (Right.READ,),
    Operation.CREATE: (Right.CREATE,),
    Operation.OVERWRITE: (Right.CREATE,),
    Operation.MKDIR: (Right.MKDIR,),
    Operation.RENAME: (Right.RENAME, Right.INSERT),
    Operation.RENAME_OVER: (Right.RENAME, Right.INSERT),
    Operation.DELETE: (Right.DELETE,),
    Operation.STAGE: (Right.STAGE,),
    Operation.POLL: (Right.POLL,),
}
_ALL = frozenset(operation.value for operation in _NEEDED)
_READING = frozenset({"stat", "list", "read"})
_SIMPLE = {
    "u": WayKind.ACCOUNT,
    "g": WayKind.GROUP,
    "o": WayKind.ISSUER,
    "r": WayKind.OTHER,
    "h": WayKind.OTHER,
    "n": WayKind.OTHER,
}
_WORDS = {
    "u": "the account {}",
    "g": "members of the group {}",
    "o": "every token of {}",
    "r": "holders of the role {}",
    "h": "clients on {}",
    "n": "clients of the netgroup {}",
}
_EXPORT = "/tmp"  # noqa: S108 - what XRootD exports where nothing is written
_CONNECTING = frozenset({"xrd.protocol", "xrootd.seclib", "sec.protocol", "sec.protbind"})
_MANAGERS = ("manager", "supervisor", "meta")


def ways(parts: Parts) -> tuple[Way, ...]:
    """All ways, those by token first."""
    found: list[Way] = []
    if parts.server is not None and _unguarded(parts.server):
        return tuple(_without_authorization(parts.server))
    if parts.scitokens is not None:
        for section in parts.scitokens.value.issuers:
            found += _by_scope(section)
        found += _on_missing(parts)
    if not found or parts.asks_database is not State.NO:
        found += _by_database(parts)
    return tuple(found)


def _unguarded(server: ServerFile) -> bool:
    """Whether a server that holds files checks no access."""
    return server.value.authorize is False and not server.facts.role.startswith(_MANAGERS)


def _without_authorization(server: ServerFile) -> list[Way]:
    """Without `ofs.authorize` whoever may connect may do everything."""
    value, facts = server.value, server.facts
    let_in = _let_in(value)
    if let_in is None:
        return []
    kind, who = let_in
    sure = _CONNECTING.isdisjoint(value.open_directives)
    depends = "" if sure else "the protocols of the server"
    found = []
    for exports, operations in ((facts.exports, _ALL), (facts.read_only, _READING)):
        if exports:
            paths = tuple(each.text for each in exports)
            found.append(Way(kind, who, operations, paths, value.source, "", True, sure, depends))
    return found or [Way(kind, who, _ALL, (_EXPORT,), value.source, "", True, sure, depends)]


def _let_in(server: Server) -> tuple[WayKind, str] | None:
    """Whom a server that checks no access lets connect; None for nobody.

    The login by ztn goes by a plug-in that only an access control loads,
    unless it looks at no token.
    """
    http = server.http or "xrd.protocol" in server.open_directives
    if http or not server.logins:
        return WayKind.ANONYMOUS, "everybody, also without a credential"
    if "ztn" in server.logins and not server.ztn_checks:
        return WayKind.ANY_TOKEN, "every token, also one that nobody checked"
    others = [each for each in server.logins if each != "ztn"]
    if others or server.eos:
        return WayKind.OTHER, f"everybody with a login by {' or '.join(others or server.logins)}"
    return None


def _by_scope(section: IssuerSection) -> Iterator[Way]:
    if "capability" not in strategies_of(section) or not section.url.known:
        return
    sure = "authorization_strategy" not in section.open_keys
    yield Way(
        WayKind.CAPABILITY,
        f"tokens of {section.url} with a scope for it",
        _ALL,
        tuple(_areas(section)),
        section.source,
        section.url.text,
        sure=sure,
        depends_on="" if sure else "authorization_strategy",
    )


def _areas(section: IssuerSection) -> Iterator[str]:
    for base in section.base_paths:
        if not section.restricted_paths:
            yield base.text
        for restricted in section.restricted_paths:
            yield canonical(f"{base.text}/{restricted.text}") or base.text


def _on_missing(parts: Parts) -> Iterator[Way]:
    if parts.scitokens and parts.scitokens.value.onmissing == "allow":
        yield Way(
            WayKind.ANONYMOUS,
            "everybody, also without a token, and tokens that no rule grants",
            _ALL,
            ("/",),
            parts.scitokens.value.onmissing_source,
            flat=True,
        )


def _by_database(parts: Parts) -> Iterator[Way]:
    if parts.authdb is None or parts.asks_database is State.NO:
        return
    entries = parts.authdb.value.entries
    for entry in entries:
        if entry.kind in {"t", "=", "?"}:
            continue
        kind, who, issuer = _whom(entries, entry)
        if not _by_token(parts, kind, entry, issuer):
            kind, who = WayKind.OTHER, _in_words(_conditions(entries, entry)) or who
        for pair in entry.rights:
            operations = _granted(pair)
            if operations:
                sure, depends = _certainty(parts, pair)
                yield Way(
                    kind,
                    who,
                    operations,
                    (pair.path,),
                    pair.source,
                    issuer,
                    flat=True,
                    sure=sure,
                    depends_on=depends,
                )


def _whom(entries: tuple[Entry, ...], entry: Entry) -> tuple[WayKind, str, str]:
    """Kind, name and issuer of an entry; words instead of a name for other credentials."""
    if entry.kind == "u" and entry.id == "*":
        return WayKind.ANONYMOUS, "everybody", ""
    if entry.kind == "u" and entry.id == "=":
        return WayKind.ACCOUNT, "every account, where its name stands in the path", ""
    conditions = _conditions(entries, entry)
    letter = next((each for each in "hrugo" if each in conditions), entry.kind)
    kind = _SIMPLE.get(letter, WayKind.OTHER)
    words = _in_words(conditions) or entry.id
    who = words if kind is WayKind.OTHER else conditions.get(letter, entry.id)
    return kind, who, conditions.get("o", "")


def _conditions(entries: tuple[Entry, ...], entry: Entry) -> dict[str, str]:
    """What must hold of a credential, by letter; one condition for a simple entry."""
    if entry.kind not in {"s", "x"}:
        return {entry.kind: entry.id}
    return dict(compound_conditions(entries, entry))


def _in_words(conditions: dict[str, str]) -> str:
    """Whom conditions let in: `members of the group /vo, with a token of https://...`."""
    issuer = conditions.get("o")
    words = [_WORDS[each].format(value) for each, value in conditions.items() if each in _WORDS]
    if issuer is None or len(words) == 1:
        return " and ".join(words)
    others = [word for word in words if word != _WORDS["o"].format(issuer)]
    return " and ".join(others) + f", with a token of {issuer}"


def _by_token(parts: Parts, kind: WayKind, entry: Entry, issuer: str) -> bool:
    """Whether a token may fit an entry; else it is for certificates and other logins."""
    if issuer and "://" not in issuer:
        return False  # the name of an organisation in a certificate
    if parts.scitokens is None:
        return not parts.asks_no_token
    sections = parts.scitokens.value.issuers
    if issuer:
        sections = tuple(each for each in sections if each.url.text == issuer or not each.url.known)
    if kind is WayKind.GROUP:
        return any("group" in strategies_of(section) for section in sections)
    if kind is WayKind.ACCOUNT:
        return any(_maps_to(section, entry) for section in sections)
    return bool(sections) or not issuer


def _maps_to(section: IssuerSection, entry: Entry) -> bool:
    """Whether the strategy `mapping` may give the name of an entry."""
    if "mapping" not in strategies_of(section):
        return False
    rules = section.mapfile or ()
    names = {rule.result.text for rule in rules if rule.result.known}
    open_names = section.mapfile_missing or any(not rule.result.known for rule in rules)
    one = entry.kind == "u" and entry.id != "="
    return open_names or (entry.id in names if one else bool(names))


def _granted(pair: Rights) -> frozenset[str]:
    bits = privileges(pair.gives) & ~privileges(pair.takes)
    return frozenset(
        operation.value
        for operation, rights in _NEEDED.items()
        if all(suffices(bits, right) for right in rights)
    )


def _certainty(parts: Parts, pair: Rights) -> tuple[bool, str]:
    if not pair.known:
        return False, "what a template writes there"
    if parts.asks_database is State.YES:
        return True, ""
    return False, "whether the server comes to this authorization database"
