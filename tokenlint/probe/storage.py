"""Cells of a storage, one after the other: announce, prepare, send, look, judge."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tokenlint.privilege.operation import Operation
from tokenlint.probe.cases import READING, Aim, aim
from tokenlint.probe.cell import Cell, Effect
from tokenlint.probe.clearing import Cleared, Clearing
from tokenlint.probe.demand import Answer, Demand, Said, Unsupported
from tokenlint.probe.earlier import Earlier
from tokenlint.probe.effects import effect_of, wanted
from tokenlint.probe.ground import Ground, prepare, read_existing, sentinel
from tokenlint.probe.layout import Layout
from tokenlint.probe.looks import ByToken, described, of_content
from tokenlint.probe.matrix import entitled_wish
from tokenlint.probe.record import Made
from tokenlint.probe.results import Sight, Tested, judged, left_out, untested, without_token
from tokenlint.probe.settings import Settings
from tokenlint.probe.stored import Stored, Thing
from tokenlint.probe.token import Token, TokenFailed, Unobtainable

_LOOK = 2  # requests that one look takes at most
_LOOKS = 2 * _LOOK  # at what a request did, and once more
_TRIES = 2  # where a connection ends before the answer
_UPLOAD = 1 + _LOOKS
_AREAS = 4  # the folder and what is in it
_BY_FOLDER = _LOOK + 4
_NOTHING = Stored(Thing.ABSENT)
_UPLOADING = frozenset({Operation.CREATE, Operation.OVERWRITE})


@dataclass(slots=True)
class StorageTrials:
    """The cells of one storage on its test folder (or around the file that may be read)."""

    settings: Settings
    ground: Ground

    def prepare(self) -> None:
        """Make what all cells share. Raises NoGround, Unobtainable, TokenFailed, Unsupported."""
        if self.ground.layout.folder:
            prepare(self.ground)
        else:
            read_existing(self.ground)

    @property
    def set_up(self) -> int:
        """Requests that `prepare` takes, at most."""
        return set_up_requests(self.ground.layout)

    def cost(self, cell: Cell) -> int:
        """Requests that a cell takes, at most, its share of cleaning up among them."""
        return cell_requests(self.ground.layout, cell)

    @property
    def reserve(self) -> int:
        """Requests that cleaning up may take now."""
        if not self.ground.layout.folder:
            return 0
        folders = sum(self.ground.announced.values())
        return len(self.ground.announced) + (folders + 2) * _BY_FOLDER

    def test(self, cell: Cell) -> Tested:
        """Test one cell. Raises Unobtainable, TokenFailed for the entitled token."""
        try:
            token = self.ground.hands.wallet.token(cell.kind.wish)
        except Unobtainable as error:
            return Tested(left_out(cell, str(error)))
        except TokenFailed as error:
            return without_token(cell, error)
        where = aim(cell.case, cell.kind.name, self.ground.layout)
        try:
            if cell.case.operation in READING:
                return self._read(cell, where, token)
            return self._change(cell, where, token)
        except Unsupported as error:
            return Tested(left_out(cell, str(error)))

    def settle(self) -> tuple[Tested, ...]:
        """Nothing: what became of a file is seen at once."""
        return ()

    def strays(self) -> tuple[str, ...]:
        """What stands in the test folder without a request for it, or is gone without one."""
        if not self.ground.layout.folder:
            return ()
        return tuple(self._strays())

    def alive(self) -> bool:
        """Whether the service answers the entitled token."""
        layout = self.ground.layout
        demand = Demand(Operation.STAT, layout.folder or layout.readable)
        try:
            return self.ground.hands.ask(demand).said is not Said.NOTHING
        except (Unobtainable, TokenFailed, Unsupported):
            return False

    def clear(self) -> Cleared:
        """Take away the test folder of this run."""
        ground = self.ground
        ground.hands.wallet.sparing = True
        made = [Made(path, directory) for path, directory in ground.announced.items()]
        return Clearing(ground.layout.folder, ground.hands, ground.look).clear(made)

    def clear_earlier(self, before: Earlier) -> Cleared:
        """Take away the test folder of an earlier run, with a token for that one."""
        folder = before.begun.folder if before.begun else ""
        root, _, name = folder.rpartition("/")
        if root != self.settings.root or not name:
            return Cleared([f"{folder} (it does not lie below {self.settings.root or '/'})"])
        layout = Layout.of(self.settings, name)
        hands = replace(self.ground.hands, entitled=entitled_wish(self.settings, layout))
        look = self.ground.look
        eyes = ByToken(hands) if isinstance(look, ByToken) else look
        return Clearing(folder, hands, eyes).clear(before.made)

    def _read(self, cell: Cell, where: Aim, token: Token | None) -> Tested:
        demand = Demand(cell.case.operation, where.path)
        answer, _ = self._asked(token, demand, {})
        content = self.ground.content[self.ground.layout.readable]
        if cell.case.operation is Operation.READ:
            content = self.ground.content[where.source]
            shown = content in answer.content
        elif cell.case.operation is Operation.LIST:
            shown = self.ground.layout.readable.rpartition("/")[2].encode() in answer.content
        else:
            size = answer.facts.get("size", str(len(content)))
            shown = answer.said is Said.YES and size == str(len(content))
        effect = Effect.DONE if shown else Effect.UNCHANGED
        note = ""
        if shown and answer.said is Said.NO:
            note = "the content came with the refusal"
        sight = Sight(effect, described(of_content(content)), "", note)
        return judged(cell, answer, sight, token, changes=False)

    def _change(self, cell: Cell, where: Aim, token: Token | None) -> Tested:
        if why := self._stand(where):
            return untested(cell, "set-up", why)
        uploaded = sentinel() if cell.case.operation in _UPLOADING else b""
        self.ground.expect(uploaded)
        before = {path: self.ground.standing.get(path, _NOTHING) for path in where.concerned}
        around = self.ground.surroundings()
        demand = Demand(cell.case.operation, where.path, where.target, uploaded)
        answer, after = self._asked(token, demand, before)
        if answer.said is Said.YES and after == before:
            after = self.ground.once_more(after)
        self._note_folders(after)
        done = wanted(cell.case.operation, where, before, of_content(uploaded))
        beside = self._beside(around, where, answer, before, after)
        effect = effect_of(before, after, done, beside=bool(beside))
        note = f"beside it changed: {', '.join(beside)}" if beside else ""
        sight = Sight(effect, _in_words(before), _in_words(after), note)
        return judged(cell, answer, sight, token, changes=True)

    def _asked(
        self, token: Token | None, demand: Demand, before: Mapping[str, Stored]
    ) -> tuple[Answer, dict[str, Stored]]:
        """The answer and what stands there then; a second try where there was none, and no change.

        Raises Unsupported.
        """
        answer = self.ground.hands.ask_as(token, demand)
        after = {path: self.ground.at(path) for path in before}
        if not self.ground.is_final(answer) and after == before:
            answer = self.ground.hands.ask_as(token, demand)
            self.ground.is_final(answer)
            after = {path: self.ground.at(path) for path in before}
        return answer, after

    def _stand(self, where: Aim) -> str:
        """Put the files of a cell where they belong; why that did not work, or empty."""
        self.ground.announce({*where.standing, *where.made}, directory=where.folder)
        for path in where.standing:
            if why := self.ground.put(path, self.ground.fresh(path)):
                return why
        return ""

    def _note_folders(self, after: dict[str, Stored]) -> None:
        """A folder where a file was to be must be known as one when it is taken away."""
        found = [path for path, stored in after.items() if stored.thing is Thing.DIRECTORY]
        self.ground.announce(
            [path for path in found if not self.ground.announced.get(path)], directory=True
        )

    def _beside(
        self,
        around: dict[str, Stored] | None,
        where: Aim,
        answer: Answer,
        before: dict[str, Stored],
        after: dict[str, Stored],
    ) -> list[str]:
        """What else changed: seen on the disk, or asked for where it is suspicious."""
        if around is not None:
            now = self.ground.surroundings() or {}
            paths = sorted(around.keys() | now.keys())
            return [
                path
                for path in paths
                if path not in where.concerned and around.get(path) != now.get(path)
            ]
        if answer.said is Said.YES and before == after:
            return list(self._strays())
        return []

    def _strays(self) -> Iterable[str]:
        layout = self.ground.layout
        for folder in (layout.folder, *layout.areas):
            names = self.ground.look.names(folder)
            if names is None:
                continue
            known = {
                path.rpartition("/")[2]: path
                for path in self.ground.announced
                if path.rpartition("/")[0] == folder
            }
            for name in sorted(names - known.keys() - self.ground.strange):
                self.ground.strange.add(name)
                yield f"{folder}/{name} (it was not there)"
            for name, path in known.items():
                standing = self.ground.standing.get(path, _NOTHING)
                if standing.thing is not Thing.ABSENT and name not in names:
                    self.ground.standing[path] = _NOTHING
                    yield f"{path} (it is gone)"


def _in_words(seen: dict[str, Stored]) -> str:
    if len(seen) == 1:
        return described(*seen.values())
    return "; ".join(f"{path.rpartition('/')[2]}: {described(each)}" for path, each in seen.items())


def most_requests(layout: Layout, cells: Iterable[Cell]) -> int:
    """All requests of a run, at most, making and taking away the test folder among them."""
    around = 2 * _BY_FOLDER if layout.folder else 0
    return set_up_requests(layout) + around + sum(cell_requests(layout, cell) for cell in cells)


def set_up_requests(layout: Layout) -> int:
    """What making the test folder takes, at most, with taking away what is then in it."""
    return _LOOK + _AREAS * (1 + _UPLOAD + 2 + _BY_FOLDER) if layout.folder else 1


def cell_requests(layout: Layout, cell: Cell) -> int:
    """What one cell takes, at most, its share of cleaning up among them."""
    where = aim(cell.case, cell.kind.name, layout)
    if cell.case.operation in READING:
        return _TRIES
    files = {*where.standing, *where.made}
    looks = (_LOOKS + _LOOK) * len(where.concerned) + _AREAS
    folders = _BY_FOLDER if where.folder else 0
    return len(where.standing) * _UPLOAD + _TRIES + looks + len(files) + folders
