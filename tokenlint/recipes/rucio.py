"""Attributes and a protocol of an RSE (a Rucio storage element) that make Rucio ask for a token.

Rucio asks for tokens of a whole RSE, never of one file: the path is the prefix of its `davs`
protocol without `oidc_base_path`, the audience are its host names, and the actions are read (as
the source of a transfer), or modify and read (as its destination, and to delete). A priority of 0
in the domains switches a use off. There is one protocol for a scheme, a host and a port.
Source: rucio/rucio at 2e14c41: lib/rucio/core/rse.py (`determine_audience_for_rse`,
`determine_scope_for_rse`), lib/rucio/db/sqla/models.py (key of `rse_protocols`), bin/rucio-admin.
"""

import json
from typing import Final

from tokenlint.least.token import LeastToken
from tokenlint.policy.finding import Reference
from tokenlint.privilege.capability import Action
from tokenlint.recipes.recipe import InexpressibleError, Written
from tokenlint.recipes.writable import host_only
from tokenlint.recipes.writing import command, lifetime_of, option, quoted

NAME: Final = "rucio"
TITLE: Final = "Rucio: an RSE whose tokens are these"
LANGUAGE: Final = "sh"
CARRIES: Final = ("audience", "scope")
REFERENCE: Final = Reference(
    "Rucio, lib/rucio/core/rse.py",
    "determine_audience_for_rse, determine_scope_for_rse",
    "https://github.com/rucio/rucio/blob/2e14c41/lib/rucio/core/rse.py",
)

_USES: Final = ("read", "write", "delete", "third_party_copy_read", "third_party_copy_write")
_SOURCE: Final = frozenset({"read", "third_party_copy_read"})
_DESTINATION: Final = frozenset({"read", "write", "delete", "third_party_copy_write"})
_TPC_ASKED: Final = "offline_access"


def write(token: LeastToken, client: str) -> Written:
    """The commands; `client` is the name of the RSE."""
    path, uses = _path(token), _uses(token)
    for audience in token.audience:
        if not host_only(audience):
            raise InexpressibleError(
                f"Rucio asks for the bare host name of an RSE as the audience, and no setting "
                f"makes it {audience[:80]!a}"
            )
    commands = [_attribute(client), *(_protocol(client, h, path, uses) for h in token.audience)]
    return Written("\n".join((*commands, "")), tuple(_notes(token)))


def _path(token: LeastToken) -> str:
    paths = {each.path for each in token.capabilities}
    if len(paths) > 1:
        raise InexpressibleError(
            "Rucio asks for one path for each RSE, the prefix of its protocol, and this token has "
            "several; make an RSE for each, or ask for the tokens elsewhere"
        )
    return min(paths, key=str).text


def _uses(token: LeastToken) -> frozenset[str]:
    actions = {each.action for each in token.capabilities}
    if actions == {Action.READ}:
        return _SOURCE
    if actions == {Action.READ, Action.MODIFY}:
        return _DESTINATION
    if not all(action.on_storage for action in actions):
        raise InexpressibleError("Rucio asks for no compute scopes")
    raise InexpressibleError(
        "Rucio asks for storage.read of a source, and for storage.modify with storage.read of a "
        "destination and to delete; no setting makes it ask for "
        f"{', '.join(sorted(action.scope_name for action in actions))} alone"
    )


def _attribute(rse: str) -> str:
    return command(
        "rucio-admin rse set-attribute",
        f"--rse {quoted(rse)}",
        "--key oidc_support",
        "--value True",
    )


def _protocol(rse: str, host: str, path: str, uses: frozenset[str]) -> str:
    domains = {"wan": {use: int(use in uses) for use in _USES}}
    return command(
        "rucio-admin rse add-protocol",
        option("--hostname", host),
        "--scheme davs",
        option("--prefix", path),
        '--port "${PORT:-443}"',
        "--impl rucio.rse.protocols.gfal.Default",
        option("--domain-json", json.dumps(domains)),
        quoted(rse),
    )


def _notes(token: LeastToken) -> list[str]:
    notes = [
        (
            "Rucio asks for tokens of the whole RSE, never of one file: nothing narrower than the "
            "prefix can be set."
        ),
        (
            "Where the path at the storage is longer than the path of the scope, write the longer "
            "one as prefix, and what is in front as the attribute oidc_base_path."
        ),
        "PORT is that of the storage, 443 unless it is set; the audience is the host name alone.",
        (
            f"Rucio names no lifetime: the issuer decides, and {lifetime_of(token)} is enough. "
            "token_min_lifetime and token_max_lifetime of [oidc] are about tokens of users."
        ),
        (
            f"For transfers Rucio asks for {_TPC_ASKED} in addition, which cannot be switched off, "
            "and FTS refreshes the token with it."
        ),
    ]
    if token.issuer is not None:
        notes.append(
            f"The issuer {ascii(token.issuer)[1:-1]} must be that of admin_issuer in rucio.cfg."
        )
    return notes
