"""Answers of a product about a macaroon: its caveats, as the product reads them.

Only the service that made a macaroon can check it, and whoever asked for it may do what they may:
a yes says that no caveat stands against the request.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from tokenlint.credentials.macaroon.language import Activity, CaveatKey, Meaning, Repeated, Said
from tokenlint.credentials.macaroon.reading import Reading, Standing, read_caveats, split
from tokenlint.credentials.macaroon.values import Components, as_written, resolved
from tokenlint.permissions.answer import Answer, Cause, Reason
from tokenlint.permissions.bearer import Bearer
from tokenlint.permissions.beforehand import beforehand
from tokenlint.policy.finding import Reference
from tokenlint.policy.macaroon_text import MacaroonText
from tokenlint.policy.reach import cut
from tokenlint.policy.release import Release
from tokenlint.privilege.endpoint import same_endpoint
from tokenlint.privilege.operation import Operation
from tokenlint.privilege.validity import Validity
from tokenlint.services.decision import Ask, Verdict

_GRAVEST_FIRST = (Verdict.DENIED, Verdict.DEPENDS, Verdict.ALLOWED)
_ACTIVITY = frozenset({Meaning.ACTIVITY})
_MOST_NAMED = 3
_PATHS = frozenset({Meaning.PATH, Meaning.ROOT})
Part = tuple[Verdict, Reason]


def until(end: int | None) -> Validity:
    """From whenever it was issued, which nothing in a macaroon tells."""
    return Validity(0 if end is None else min(0, end - 1), end)


@dataclass(frozen=True, slots=True)
class ByCaveats:
    """A judge that reads the caveats as one product does.

    `text` shows the caveats and where they stand, `at` is the judged instant (seconds since
    the epoch), `endpoint` what the service knows itself by, empty where any will do.
    """

    bearer: Bearer
    text: MacaroonText
    reading: Reading
    at: int
    endpoint: str = ""
    release: Release | None = None

    def answer(self, ask: Ask) -> Answer:
        """Yes where no caveat stands against it; what refuses it comes before what is open.

        An activity that is not allowed anywhere says enough without the path.
        """
        verdict, reason = self._activity(ask.operation)
        places = () if verdict is Verdict.DENIED else self._path(ask)
        return self._judged(ask, [*places, (verdict, replace(reason, reference=None))])

    def explain(self, ask: Ask) -> Answer:
        """The same, and more fully: nothing that is added to a macaroon makes it allow more."""
        verdict, reason = self._activity(ask.operation)
        row = self._row(ask.operation) if verdict is Verdict.ALLOWED and reason.reference else None
        if row is not None:
            reason = replace(reason, says=f"{reason.says}: {row.says}")
        return self._judged(ask, [*self._path(ask), (verdict, reason)])

    def _judged(self, ask: Ask, parts: Sequence[Part]) -> Answer:
        bearer = replace(self.bearer, validity=until(self.reading.expiry))
        every = (*beforehand(bearer, self.at), *self._open(), *parts)
        said = {verdict for verdict, _ in every}
        verdict = next(each for each in _GRAVEST_FIRST if each in said)
        reasons = dict.fromkeys(reason for each, reason in every if each is verdict)
        return Answer(ask, verdict, tuple(reasons))

    def _open(self) -> Iterator[Part]:
        """What no caveat and no language tells."""
        location = self.text.macaroon.location
        if self.endpoint and not same_endpoint(location, self.endpoint):
            says = f"whether {cut(self.endpoint)} made it, whose location is "
            reason = Reason(Cause.AUDIENCE, says + self.text.location_words())
            yield Verdict.DEPENDS, reason
        for index, standing in enumerate(self.reading.standings):
            words = self._words([index])
            if standing is Standing.UNKNOWN:
                says = f"whether {words} is known there: a service refuses what it does not know"
                yield Verdict.DEPENDS, self._reason(Cause.CAVEAT, says, [index])
            elif standing is Standing.UNREADABLE:
                yield self._unreadable(index)
            elif standing is Standing.THIRD_PARTY:
                says = f"whether a discharge comes with it: {words}"
                yield Verdict.DEPENDS, self._reason(Cause.CAVEAT, says, [index])
            elif self._means(index) is Meaning.NETWORK:
                says = f"where the client is: {words}"
                yield Verdict.DEPENDS, self._reason(Cause.CAVEAT, says, [index])

    def _path(self, ask: Ask) -> Iterator[Part]:
        held = self.reading.path
        if held is None:
            says = "its caveats about paths exclude each other, so it reaches nothing"
            yield Verdict.DENIED, self._reason(Cause.PATH, says, self._of(_PATHS)[-1:])
            return
        wanted = as_written(ask.path)
        if wanted != resolved(ask.path):
            yield Verdict.DEPENDS, Reason(Cause.SPELLING, "what becomes of the dots in the path")
        elif wanted[: len(held)] != held:
            yield self._outside(held, wanted)

    def _outside(self, held: Components, wanted: Components) -> Part:
        """A path that no caveat covers, or only the letters of one do, in a release before."""
        bounds = self._culprits(self._of(_PATHS), lambda some: not _below(some.path, wanted))
        alike = _begins_alike(held, wanted)
        letters = (row for row in self.reading.language.paths if row.versions.get("before"))
        row = next(letters, None) if alike and self.release and self.release.version else None
        if row is not None:
            return Verdict.ALLOWED, self._reason(Cause.SIBLING, row.says, bounds, row)
        tail = "cover a name that only begins like it" if alike else "reach there"
        says = f"{self._words(bounds)} {'do' if len(bounds) > 1 else 'does'} not {tail}"
        cause = Cause.SIBLING if alike else Cause.PATH
        return Verdict.DENIED, self._reason(cause, says, bounds)

    def _activity(self, operation: Operation) -> Part:
        caveats = self._of(_ACTIVITY)
        if not caveats:
            says = "no caveat bounds its activities: whatever its owner may do there"
            return Verdict.ALLOWED, Reason(Cause.CAVEAT, says)
        row = self._row(operation)
        if row is None:
            return self._refused(operation, caveats)
        says = f"{self._words(caveats)} allow{'s' * (len(caveats) == 1)} it"
        return Verdict.ALLOWED, self._reason(Cause.CAVEAT, says, caveats, row)

    def _refused(self, operation: Operation, caveats: Sequence[int]) -> Part:
        odd = [at for at in caveats if self.reading.standings[at] is Standing.UNREADABLE]
        clear = [at for at in caveats if at not in odd]
        if odd and (not clear or operation in self._read(clear).operations):
            return self._unreadable(odd[0])
        bounds = self._culprits(clear, lambda some: operation not in some.operations)
        language = self.reading.language
        rows = [row for row in language.activities if row.current and operation in row.allows]
        ways = " or ".join(dict.fromkeys(" with ".join(sorted(row.needs)) for row in rows))
        asks = f"asks for {ways}" if ways else "has no activity for it"
        says = f"{self._words(bounds)} {'do' if len(bounds) > 1 else 'does'} not allow it"
        return Verdict.DENIED, self._reason(
            Cause.CAVEAT, f"{says}: {language.title} {asks}", bounds
        )

    def _unreadable(self, index: int) -> Part:
        says = f"how {self._words([index])} is taken"
        return Verdict.DEPENDS, self._reason(Cause.CAVEAT, says, [index])

    def _row(self, operation: Operation) -> Activity | None:
        """The row by which the activities that are left allow it; `Reading.operations` agrees."""
        held = self.reading.activities or frozenset()
        rows = (row for row in self.reading.language.activities if row.current)
        return next((row for row in rows if operation in row.allows and row.needs <= held), None)

    def _culprits(self, about: Sequence[int], refuses: Callable[[Reading], bool]) -> Sequence[int]:
        """The caveats that refuse: one by itself, else the first ones that do it together.

        A later caveat takes away and gives nothing back. What is nested means nothing by itself.
        """
        nested = any(key.repeated is Repeated.NESTED for key in map(self._key, about) if key)
        for index in () if nested else about:
            if refuses(self._read([index])):
                return (index,)
        lengths = range(1, len(about))
        first = bisect_left(lengths, True, key=lambda size: refuses(self._read(about[:size])))
        return about[: first + 1]

    def _read(self, indices: Sequence[int]) -> Reading:
        caveats = self.text.macaroon.caveats
        return read_caveats([caveats[each] for each in indices], self.reading.language)

    def _of(self, meanings: frozenset[Meaning]) -> Sequence[int]:
        return [
            index
            for index, standing in enumerate(self.reading.standings)
            if standing in {Standing.UNDERSTOOD, Standing.UNREADABLE}
            and self._means(index) in meanings
        ]

    def _means(self, index: int) -> Meaning | None:
        key = self._key(index)
        return key.means if key else None

    def _key(self, index: int) -> CaveatKey | None:
        return self.reading.language.key(split(self.text.macaroon.caveats[index].text)[0])

    def _words(self, indices: Sequence[int]) -> str:
        """`its caveat path:/data`, `its caveats path:/data and path:/set1`."""
        names = " and ".join(map(self.text.caveat_words, indices[:_MOST_NAMED]))
        more = f" and {len(indices) - _MOST_NAMED} more" if len(indices) > _MOST_NAMED else ""
        return f"its caveat{'s' * (len(indices) > 1)} {names}{more}"

    def _reason(
        self, cause: Cause, says: str, caveats: Sequence[int], row: Said | None = None
    ) -> Reason:
        place = self.text.location(_pointer(caveats[0])).source if caveats else None
        return Reason(cause, says, place, Reference(**row.source) if row else None)


def _pointer(index: int) -> str:
    return f"/macaroon/caveats/{index}"


def _below(held: Components | None, wanted: Components) -> bool:
    return held is not None and wanted[: len(held)] == held


def _begins_alike(held: Components, wanted: Components) -> bool:
    """Whether the two part in the ending of one name: /data/vo and /data/vo-other/file."""
    if not held or len(wanted) < len(held) or wanted[: len(held) - 1] != held[:-1]:
        return False
    return wanted[len(held) - 1].startswith(held[-1])
