"""What a release of a product makes of scopes, by the rows of `rules/implementations.yaml`.

Where no row speaks, the product is taken to do as the profile says; the reason tells so.
"""

from collections.abc import Iterator

from tokenlint.credentials.scope import PathState, ScopeItem
from tokenlint.credentials.token import Dialect
from tokenlint.credentials.vocabulary import Vocabulary
from tokenlint.permissions.answer import Cause, Reason
from tokenlint.permissions.bearer import Bearer
from tokenlint.permissions.scopes import Scoped, by_scopes, grants, path_of
from tokenlint.policy.implementations import Implementations, Row, shipped_implementations
from tokenlint.policy.release import Release
from tokenlint.privilege.path import ScopePath
from tokenlint.services.decision import Ask, Verdict


def by_product(bearer: Bearer, ask: Ask, release: Release) -> Scoped:
    """What the scopes come to there: the answer of the profile, unless a row says otherwise."""
    table, scoped = shipped_implementations(), by_scopes(bearer, ask)
    special = next(_special(bearer, ask, release, table), None)
    if scoped.verdict is not Verdict.ALLOWED and special:
        return Scoped(Verdict.ALLOWED, _said(special))
    held = _held_there(bearer, ask)
    asked = (release.product, release.version, ask.operation.value, held)
    if scoped.verdict is Verdict.DENIED and (ids := table.lenient(*asked)):
        return Scoped(Verdict.ALLOWED, _by_row(table, ids[0]))
    if scoped.verdict is Verdict.ALLOWED and (ids := table.stricter(*asked)):
        return Scoped(Verdict.DENIED, _by_row(table, ids[0]))
    return scoped


def _by_row(table: Implementations, row_id: str) -> Reason:
    return next(_said(row) for row in (table.row(row_id),) if row)


def _said(row: Row) -> Reason:
    seen = f"seen on {', '.join(row.observed_on)}" if row.observed_on else "documented"
    return Reason(Cause.IMPLEMENTATION, f"{row.says} ({row.id}, {seen})", reference=row.source)


def _held_there(bearer: Bearer, ask: Ask) -> frozenset[str]:
    """The actions that are held on the path of the request."""
    if bearer.group_based:
        return frozenset()
    wanted = path_of(ask)
    members = bearer.privilege.capabilities.members
    return frozenset(each.action.value for each in members if each.path.covers(wanted))


def _special(bearer: Bearer, ask: Ask, release: Release, table: Implementations) -> Iterator[Row]:
    """Rows of a special spelling by which a scope allows the request there."""
    for row in table.rows(release.product, release.version):
        if row.when and ask.operation.value in row.allows:
            for item in bearer.items:
                held = {each.action.value for each in item.capabilities}
                if row.holds <= held and _spelled(row.when, item, ask, bearer.dialect):
                    yield row


def _spelled(when: str, item: ScopeItem, ask: Ask, dialect: Dialect) -> bool:
    if when == "pathless":
        return item.path_state in {PathState.ABSENT, PathState.EMPTY}
    if when == "scitokens-word":
        spoken = item.vocabulary is Vocabulary.SCITOKENS and dialect is Dialect.WLCG
        return spoken and grants(item.capabilities, ask)
    return item.path is not None and item.path.conforming and _prefix(item.path, ask.path)


def _prefix(granted: ScopePath, wanted: str) -> bool:
    """Whether the wanted path begins with the sign of the granted one, wherever names end."""
    return wanted.startswith(granted.text)
