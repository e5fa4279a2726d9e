"""The test folder while a probe is at work: what was put where, and what stands there now."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Answer, Demand, Said
from tokenlint.probe.hands import Hands
from tokenlint.probe.journal import Journal
from tokenlint.probe.layout import Layout
from tokenlint.probe.looks import ByToken, OnDisk, described, of_content
from tokenlint.probe.record import Made
from tokenlint.probe.stored import Look, Stored, Thing

_SENTINEL_BYTES = 24
MOMENT = 0.5
"""Seconds until a service is looked at once more that has not yet shown what it did."""
_MOST_VAIN = 6


class NoGround(Exception):
    """The test folder cannot be used; `reason` and `advice` are for the operator."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.advice = advice


def sentinel() -> bytes:
    """A content that stands nowhere else."""
    return f"tokenlint probe {secrets.token_hex(_SENTINEL_BYTES)}".encode()


def marker_content(folder: str) -> bytes:
    """What the marker of a test folder holds, by which a later run knows it."""
    name = folder.rpartition("/")[2]
    return (
        f"This folder was made by tokenlint probe, which takes it away again. Its name: {name}\n"
    ).encode()


@dataclass(slots=True)
class Ground:
    """Where a probe works: `content` holds what was put at a path, `standing` what is there.

    `standing` is what the last look showed, so that what changes beside a request is noticed.
    `announced` are the paths that stand in the journal, and whether as folders;
    `strange` the names of others that were seen and told once,
    `vain` how often in a row it was of no use to look once more, `broken_off` how many requests in
    a row ended with their connection.
    """

    layout: Layout
    hands: Hands
    look: Look
    journal: Journal
    content: dict[str, bytes] = field(default_factory=dict)
    standing: dict[str, Stored] = field(default_factory=dict)
    announced: dict[str, bool] = field(default_factory=dict)
    strange: set[str] = field(default_factory=set)
    vain: int = 0
    broken_off: int = 0

    def announce(self, paths: Iterable[str], *, directory: bool = False) -> None:
        """Write down what is about to be made."""
        paths = sorted(paths)
        self.journal.write(*(Made(path, directory) for path in paths))
        self.announced.update(dict.fromkeys(paths, directory))
        if directory and isinstance(self.look, ByToken):
            self.look.folders.update(paths)

    def at(self, path: str) -> Stored:
        """Look, and remember."""
        seen = self.look.at(path)
        if seen.thing is not Thing.UNKNOWN:
            self.standing[path] = seen
        return seen

    def once_more(self, seen: Mapping[str, Stored]) -> dict[str, Stored]:
        """Look again a moment later at what is not as the service says: a cache may be behind.

        Where that was in vain several times it is not done any more.
        """
        if self.vain >= _MOST_VAIN:
            return dict(seen)
        self.hands.door.pace.sleep(MOMENT)
        now = {path: self.at(path) for path in seen}
        self.vain = self.vain + 1 if now == seen else 0
        return now

    def is_final(self, answer: Answer) -> bool:
        """Whether an answer stands, and a request is not worth a second try.

        XRootD 6.2.1 now and then ends the connection of an upload that it refuses before its answer
        can be read (seen in `tests/real/probe`). Where a second try is in vain several times,
        there is none any more.
        """
        self.broken_off = self.broken_off + 1 if answer.status == "closed" else 0
        return self.broken_off not in range(1, _MOST_VAIN + 1)

    def fresh(self, path: str) -> bytes:
        """A new content that is to stand at a path; eyes are told that it is a file of ours."""
        content = sentinel()
        self.expect(content)
        self.content[path] = content
        return content

    def expect(self, content: bytes) -> None:
        """Tell the eyes a content, so that they know it when they see it."""
        if isinstance(self.look, ByToken):
            self.look.known.add(of_content(content).checksum)

    def put(self, path: str, content: bytes) -> str:
        """Upload as the entitled one, and look; why it did not work, empty where it did.

        The path must have been announced.
        """
        answer = self.hands.ask(Demand(Operation.CREATE, path, content=content))
        if answer.said is not Said.YES:
            return f"uploading with the entitled token gives {told(answer)}"
        seen = self.at(path)
        if seen.thing is Thing.UNKNOWN:
            return f"an upload was confirmed, and could not be looked at: {seen.why}"
        if seen != of_content(content):
            seen = self.once_more({path: seen})[path]
        if seen != of_content(content):
            return f"an upload was confirmed, and then there is {described(seen)}"
        return ""

    def make_folder(self, path: str) -> None:
        """Make a folder as the entitled one. Raises NoGround."""
        answer = self.hands.ask(Demand(Operation.MKDIR, path))
        if answer.said is not Said.YES:
            above = path.rpartition("/")[0] or "/"
            raise NoGround(
                f"making the folder {path} with the entitled token gives {told(answer)}",
                answer.facts.get("advice")
                or f"look whether {above} is there, whether the token's issuer may write below it, "
                "and whether --base-path and --audience are right",
            )
        self.standing[path] = Stored(Thing.DIRECTORY)

    def surroundings(self) -> dict[str, Stored] | None:
        """All that lies in the test folder where that costs nothing (on the disk), else None."""
        if isinstance(self.look, OnDisk) and self.layout.folder:
            return self.look.snapshot(self.layout.folder)
        return None


def told(answer: Answer) -> str:
    """An answer in words."""
    return f"{answer.status} ({answer.why})" if answer.why else answer.status


def prepare(ground: Ground) -> None:
    """Make the test folder with its marker, the areas and the files that are only read.

    Raises NoGround where that does not work, and Unobtainable, TokenFailed, Unsupported.
    """
    layout = ground.layout
    ground.hands.ready()
    _be_free(ground)
    ground.announce([layout.folder], directory=True)
    ground.make_folder(layout.folder)
    _be_seen(ground)
    ground.announce([layout.marker])
    marker = marker_content(layout.folder)
    ground.expect(marker)
    _put(ground, layout.marker, marker)
    ground.announce(layout.areas, directory=True)
    for area in layout.areas:
        ground.make_folder(area)
    shared = [layout.shared(area) for area in layout.areas]
    ground.announce(shared)
    for path in shared:
        _put(ground, path, ground.fresh(path))


def _be_free(ground: Ground) -> None:
    """Raise NoGround unless nothing stands at the name of the test folder.

    A disk alone is not believed: it may be that of something else.
    """
    folder = ground.layout.folder
    found = ground.look.at(folder)
    if found.thing is Thing.ABSENT and isinstance(ground.look, OnDisk):
        told = ByToken(ground.hands).at(folder)
        found = told if told.thing in (Thing.FILE, Thing.DIRECTORY) else found
    if found.thing is not Thing.ABSENT:
        raise _not_free(ground, found)


def _be_seen(ground: Ground) -> None:
    """Raise NoGround where the folder that was made is not on the disk that is looked at."""
    folder = ground.layout.folder
    if isinstance(ground.look, OnDisk) and ground.look.at(folder).thing is not Thing.DIRECTORY:
        raise NoGround(
            f"the service made {folder}, and it is not on the disk that is looked at",
            "let --local name the folder of this machine in which the path of the URL lies",
        )


def _not_free(ground: Ground, found: Stored) -> NoGround:
    """Why no folder is made: something stands there, or nobody can tell."""
    if found.thing is not Thing.UNKNOWN:
        return NoGround(
            f"no test folder was made: at {ground.layout.folder} is {described(found)} already",
            "choose a name that is free by --folder, or leave that option out",
        )
    audience = " ".join(ground.hands.entitled.audience or ())
    return NoGround(
        f"no test folder was made: {found.why}",
        found.advice
        or "look whether the service trusts the issuer of the token, knows itself as "
        f"{audience} (--audience), lets the token read below this path (--base-path), and says "
        "of a name that does not exist that it does not",
    )


def _put(ground: Ground, path: str, content: bytes) -> None:
    if why := ground.put(path, content):
        raise NoGround(
            why,
            "the probe judges by what is stored, so its own token must be able to write and to "
            "read what it wrote; look at its scopes, its audience and the base path",
        )


def read_existing(ground: Ground) -> None:
    """Read the file that the user named, to know its content later.

    Raises NoGround where that does not work, and Unobtainable, TokenFailed.
    """
    path = ground.layout.readable
    ground.hands.ready()
    answer = ground.hands.ask(Demand(Operation.READ, path))
    if answer.said is not Said.YES or not answer.content:
        what = told(answer) if answer.said is not Said.YES else "no content"
        raise NoGround(
            f"reading {path} with the entitled token gives {what}",
            answer.facts.get("advice")
            or "name a file by --existing that has some content and "
            "that the issuer of the token may read",
        )
    ground.content[path] = answer.content
    ground.standing[path] = of_content(answer.content)
