"""The door of a URL, by its scheme."""

from collections.abc import Callable, Mapping

from tokenlint.probe.demand import Door
from tokenlint.probe.doors.address import Address, read_address
from tokenlint.probe.doors.settings import Settings


def _http(address: Address, settings: Settings) -> Door:
    from tokenlint.probe.doors.http import HttpDoor

    return HttpDoor(address, settings)


def _arc(address: Address, settings: Settings) -> Door:
    from tokenlint.probe.doors.arc import ArcDoor

    return ArcDoor(address, settings)


def _condor(address: Address, settings: Settings) -> Door:
    from tokenlint.probe.doors.condor import CondorDoor

    return CondorDoor(address, settings)


def _root(address: Address, settings: Settings) -> Door:
    from tokenlint.probe.doors.roots import RootDoor

    return RootDoor(address, settings)


_DOORS: Mapping[str, Callable[[Address, Settings], Door]] = {
    "https": _http,
    "http": _http,
    "arc": _arc,
    "condor": _condor,
    "roots": _root,
    "root": _root,
}


def open_door(url: str, settings: Settings | None = None) -> Door:
    """A client of the service at a URL (`https`, `http`, `davs`, `dav`, `roots`, `root`, `xroot`).

    `arc://HOST[:PORT]/arex` (or `arc+https`) is an ARC CE, `condor://HOST[:PORT]` an HTCondor-CE.

    Nothing is asked of the service yet. Raises UsageError for a URL or settings that cannot be
    used, and where the client that a protocol needs is not installed.
    """
    address = read_address(url)
    return _DOORS[address.origin.scheme](address, settings or Settings())
