"""Answers of a service of a mapping: its rows decide what names may do there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tokenlint.credentials.mapping import MappedService, Mapping, Row
from tokenlint.credentials.privilege_of import everything_in
from tokenlint.credentials.proxy.privilege import without_jobs
from tokenlint.credentials.who import is_group
from tokenlint.permissions.answer import Answer, Cause, Reason
from tokenlint.permissions.bearer import Bearer, Names
from tokenlint.permissions.beforehand import beforehand
from tokenlint.permissions.scopes import grants, limited, path_of
from tokenlint.policy.reach import cut
from tokenlint.policy.words import human_instant
from tokenlint.privilege.capability import CapabilitySet
from tokenlint.privilege.operation import Operation, allowing
from tokenlint.services.decision import Ask, Verdict

_MOST_NAMED = 3
Part = tuple[Verdict, Reason]


@dataclass(frozen=True, slots=True)
class ByMapping:
    """A judge that looks up the names of a credential; `at` in seconds since the epoch."""

    bearer: Bearer
    mapping: Mapping
    service: MappedService
    at: int

    def answer(self, ask: Ask) -> Answer:
        """What a row grants, where neither time nor audience stands against it."""
        before = beforehand(self.bearer, self.at)
        refused = tuple(reason for verdict, reason in before if verdict is Verdict.DENIED)
        if self.bearer.limited and ask.operation is Operation.SUBMIT:
            refused = (*refused, limited())
        if refused:
            return Answer(ask, Verdict.DENIED, refused)
        verdict, reason = self._granted(ask)
        doubts = tuple(reason for _, reason in before)
        if doubts and verdict is Verdict.ALLOWED:
            return Answer(ask, Verdict.DEPENDS, (reason, *doubts))
        return Answer(ask, verdict, (reason,))

    def explain(self, ask: Ask) -> Answer:
        """The same: what would have to change is a row of the service."""
        return self.answer(ask)

    @property
    def granted(self) -> CapabilitySet:
        """All that the service grants to the names, and that such a credential can use."""
        names = [name for each in self.bearer.names for name in each.names]
        usable = self.service.grants(names) & everything_in(self.bearer.dialect)
        return without_jobs(usable) if self.bearer.limited else usable

    def _granted(self, ask: Ask) -> Part:
        """By the names that count here and now before those that do not."""
        found = [part for names in self.bearer.names for part in self._by(names, ask)]
        for verdict in (Verdict.ALLOWED, Verdict.DEPENDS, Verdict.DENIED):
            for part in found:
                if part[0] is verdict:
                    return part
        return self._missed(ask)

    def _by(self, names: Names, ask: Ask) -> Iterator[Part]:
        """What becomes of the first row that grants the request to one of these names."""
        row = self._row(names.names, ask)
        if row is None:
            return
        if (late := self._out_of_time(names)) is not None:
            yield Verdict.DENIED, late
        elif (elsewhere := self._elsewhere(names)) is not None:
            yield elsewhere
        else:
            scope = next(str(each) for each in self._usable(row) if grants((each,), ask))
            says = f"the row of {cut(self.service.name)} about {self._who(row, names.names)}"
            yield (
                Verdict.ALLOWED,
                Reason(Cause.MAPPING, f"{says} grants {cut(scope)}", row.source),
            )

    def _row(self, names: Sequence[str], ask: Ask) -> Row | None:
        rows = (row for row in self.service.rows if row.about(names))
        return next((row for row in rows if grants(self._usable(row), ask)), None)

    def _usable(self, row: Row) -> CapabilitySet:
        return row.capabilities & everything_in(self.bearer.dialect)

    def _who(self, row: Row, names: Sequence[str]) -> str:
        """The pattern; of one that names a person only that it does."""
        met = (who.text for who in row.who if any(who.means(name) for name in names))
        text = next(met, "*")
        return cut(text) if is_group(text) or text == "*" else "its person"

    def _out_of_time(self, names: Names) -> Reason | None:
        validity = names.validity
        if validity.empty:
            return Reason(Cause.EXPIRED, f"{names.what} count at no time")
        if validity.expiry is not None and self.at >= validity.expiry:
            says = f"{names.what} ended {human_instant(validity.expiry)}"
            return Reason(Cause.EXPIRED, says)
        if self.at < validity.not_before:
            says = f"{names.what} count from {human_instant(validity.not_before)} on, not yet"
            return Reason(Cause.NOT_YET_VALID, says)
        return None

    def _elsewhere(self, names: Names) -> Part | None:
        """The audience of a token is compared letter by letter, a target by its host."""
        mine, theirs = self.service.audiences, names.audience.endpoints
        if theirs is None or theirs & set(mine):
            return None
        near = self.service.shares_endpoint(names.audience)
        if near and not names.exact:
            return None
        named = ", ".join(map(cut, sorted(theirs)[:_MOST_NAMED])) or "nobody"
        place = self.bearer.places.get("aud") if names.exact else None
        if near:
            says = f"whether {cut(mine[0])} takes the audience {named}, which spells it otherwise"
            return Verdict.DEPENDS, Reason(Cause.AUDIENCE, says, place)
        subject = "it is" if names.exact else f"{names.what} are"
        says = f"{subject} for {named}, and not for {cut(mine[0])}"
        return Verdict.DENIED, Reason(Cause.AUDIENCE, says, place)

    def _missed(self, ask: Ask) -> Part:
        """No row grants it: nobody is known, or the rows are about something else."""
        names = [name for each in self.bearer.names for name in each.names]
        file = cut(self.mapping.file)
        if not any(map(self.mapping.about, names)):
            says = f"what its names may do there: no row of {file} is about one of them"
            return Verdict.DEPENDS, Reason(Cause.IDENTITY, says)
        held = [each for each in self.granted if each.action in allowing(ask.operation)]
        mended = Ask(ask.operation, path_of(ask).resolved().text)
        if ask.path and path_of(ask).defects and grants(held, mended):
            says = f"whether the path is read as {cut(mended.path)}"
            return Verdict.DEPENDS, Reason(Cause.SPELLING, says)
        if held:
            named = ", ".join(cut(str(each)) for each in held[:_MOST_NAMED])
            says = f"what {file} grants it at {cut(self.service.name)} is on another path: {named}"
            return Verdict.DENIED, Reason(Cause.PATH, says)
        says = f"no row of {cut(self.service.name)} in {file} grants it this"
        return Verdict.DENIED, Reason(Cause.MAPPING, says)
