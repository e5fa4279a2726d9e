"""The XRootD installations of this machine: that of the system, and the release that was built."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SYSTEM_PYTHON = Path("/usr/bin/python3")
"""The Python that the packages bring bindings for."""

PLUGINS = ("libXrdHttp", "libXrdAccSciTokens", "libXrdMacaroons")
MISSING = "XRootD with its plug-ins is missing; `make tools` installs it (scripts/xrootd.sh)"
_LIBRARIES = ("/usr/lib/*-linux-gnu*", "/usr/lib64")
_VERSION = re.compile(r"v?(\d+(?:\.\d+)+)")


@dataclass(frozen=True, slots=True)
class Programs:
    """One installation: its version, and the folder of its programs."""

    version: str
    folder: Path

    @property
    def server(self) -> Path:
        """The server."""
        return self.folder / "xrootd"


def installed() -> Programs | None:
    """What the system's packages brought, None where a part of it is missing."""
    found = [shutil.which(name) for name in ("xrootd", "xrdfs", "xrdcp")]
    if None in found or not all(_plugin(name) for name in PLUGINS) or not _bindings():
        return None
    return programs_in(Path(str(found[0])).parent)


def built() -> tuple[Programs, ...]:
    """What `scripts/xrootd-current.sh` built."""
    ready = sorted((ROOT / ".tools").glob("xrootd-*/built"))
    return tuple(programs_in(path.parent / "bin") for path in ready)


def programs_in(folder: Path) -> Programs:
    """The installation with its programs in a folder."""
    told = subprocess.run(
        [folder / "xrootd", "-v"], capture_output=True, text=True, timeout=20, check=False
    )
    found = _VERSION.search(told.stdout + told.stderr)
    return Programs(found[1] if found else "", folder)


def _bindings() -> bool:
    """Whether the system's Python can speak the root protocol."""
    if not SYSTEM_PYTHON.is_file():
        return False
    command: list[str | Path] = [SYSTEM_PYTHON, "-I", "-c", "import XRootD.client"]
    tried = subprocess.run(command, capture_output=True, timeout=20, check=False)
    return tried.returncode == 0


def _plugin(name: str) -> bool:
    return any(
        next(Path("/").glob(f"{folder.removeprefix('/')}/{name}-*.so"), None)
        for folder in _LIBRARIES
    )
