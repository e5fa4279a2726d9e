"""The tokens that Rucio asks for: those of each RSE, and those to submit transfers with.

For an RSE whose attribute `oidc_support` is true, and only over WebDAV (`davs`):

| token       | scope                                                   | audience              |
| ----------- | ------------------------------------------------------- | --------------------- |
| source      | `storage.read:PATH offline_access`                      | host names of the RSE |
| destination | `storage.modify:PATH storage.read:PATH offline_access`  | host names of the RSE |
| deletion    | `storage.modify:PATH storage.read:PATH`                 | host names of the RSE |
| submission  | `fts`                                                   | host name of the FTS  |

PATH is the prefix of the protocol, without `oidc_base_path` where the letters of the prefix begin
with those of the base path; there is one for each protocol. It is never that of a file.
The client asks for all of them with its own credentials (`client_credentials`).

What is done with them: transfers overwrite at a disk, and at tape only where an attribute says so;
FTS looks whether a file is there, makes folders, and has the checksum told, which storages count
as reading; files on tape are staged first. StoRM wants `storage.read` from whoever deletes, before
it tells whether a file is there.

Source: rucio/rucio at 2e14c41: lib/rucio/core/rse.py (`determine_audience_for_rse`,
`determine_scope_for_rse`), lib/rucio/transfertool/fts3.py (`build_job_params`,
`_file_from_transfer`), lib/rucio/daemons/reaper/reaper.py, lib/rucio/core/oidc.py
(`request_token`).
"""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from tokenlint.privilege.operation import Operation as Op
from tokenlint.services.asked import Asked, Doing
from tokenlint.services.rucio.rse import BASE, TOKENS, Protocol, Rse
from tokenlint.services.value import Value

_GRANT = "client-credentials"
_OVERWRITES = ("overwrite", "overwrite_when_only_on_disk")


def asked_for(rse: Rse, issuer: Value | None) -> Iterator[Asked]:
    """The tokens for one RSE; none where it takes no tokens, or too little is known of it."""
    paths = tuple(dict.fromkeys(_paths(rse)))
    if not rse.yes(TOKENS) or not any(each.known for each in paths):
        return
    for use, kind, actions, operations in _uses(rse):
        support = rse.attributes[TOKENS].source
        scopes = [_scope(action, path) for action in actions for path in paths]
        transfer = kind == "third-party-copy"
        if transfer:
            scopes.append(Value("offline_access", support))
        yield Asked(
            name=f"{use} {rse.name.text}",
            source=support,
            kind=kind,
            description=f"the token that Rucio asks for: {use} {rse.name.text}",
            scopes=tuple(scopes),
            audiences=tuple(_audiences(rse)),
            issuer=issuer,
            grant=_GRANT,
            refresh=support if transfer else None,
            refresh_held_by="fts" if transfer else None,
            doings=tuple(_doings(operations, paths, "fts" if transfer else "service")),
            at_kind="storage",
            composed=True,
        )


def submissions(rses: Sequence[Rse], issuer: Value | None) -> Iterator[Asked]:
    """One token for each transfer service that RSEs with tokens name, the first of a list."""
    seen: set[str] = set()
    for rse in rses:
        server = rse.attributes.get("fts")
        if not rse.yes(TOKENS) or server is None or not server.known:
            continue
        host = _host(server.text.partition(",")[0].strip())
        if host and host not in seen:
            seen.add(host)
            yield Asked(
                name=f"submission to {host}",
                source=server.source,
                description=f"the token that Rucio submits transfers to {host} with",
                scopes=(Value("fts", server.source),),
                audiences=(Value(host, server.source),),
                issuer=issuer,
                grant=_GRANT,
                at_kind="transfer",
                composed=True,
            )


def cut(prefix: Value, base: Value | None) -> Value:
    """The path of a scope, at the place of the line that makes it what it is.

    Where the base path takes the whole prefix, that line is the one to look at.
    """
    if base is None or not base.text:
        return prefix
    known = prefix.known and base.known
    rest = prefix.text.removeprefix(base.text)
    place = base.source if rest.strip("/") == "" and rest != prefix.text else prefix.source
    return Value(rest, place, known)


def _paths(rse: Rse) -> Iterator[Value]:
    for protocol in rse.webdav:
        if protocol.prefix is not None:
            yield cut(protocol.prefix, rse.attributes.get(BASE))


def _audiences(rse: Rse) -> Iterator[Value]:
    hosts = {each.hostname.text: each.hostname for each in rse.webdav if each.hostname}
    return (hosts[name] for name in sorted(hosts))


def _uses(rse: Rse) -> Iterator[tuple[str, str, tuple[str, ...], tuple[Op, ...]]]:
    """What is asked for, the kind of workflow, the actions of the scope, what is done with it."""
    ways = rse.webdav
    reading = (Op.READ, *((Op.STAGE,) if rse.tape else ()))
    writing = (Op.MKDIR, Op.CREATE, *((Op.OVERWRITE,) if _overwrites(rse) else ()), Op.READ)
    both = ("storage.modify", "storage.read")
    if _used(ways, "third_party_copy_read"):
        yield "transfers from", "third-party-copy", ("storage.read",), reading
    if _used(ways, "third_party_copy_write"):
        yield "transfers to", "third-party-copy", both, writing
    if _used(ways, "delete"):
        yield "deletion at", "deletion", both, (Op.DELETE, Op.READ)


def _used(ways: Sequence[Protocol], use: str) -> bool:
    return any(use not in each.off for each in ways)


def _overwrites(rse: Rse) -> bool:
    """Whether transfers may overwrite; where an attribute is not known, they may."""
    told = (rse.attributes.get(name) for name in _OVERWRITES)
    return not rse.tape or any(
        each and (not each.known or each.text.casefold() != "false") for each in told
    )


def _scope(action: str, path: Value) -> Value:
    return Value(f"{action}:{path.text}", path.source, path.known)


def _doings(operations: Sequence[Op], paths: Sequence[Value], by: str) -> Iterator[Doing]:
    """The need; none where a path is no path, since then it cannot be said where."""
    if not all(each.known and each.text.startswith("/") for each in paths):
        return
    for path in paths:
        for operation in operations:
            yield Doing(operation, path, by)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
