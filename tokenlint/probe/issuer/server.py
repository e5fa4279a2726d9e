"""A test issuer: a name, keys that were made at its start, and two doors.

Services fetch its public keys over the network; tokens go over a socket of its user, or stay in
the process. The keys are in memory only: after a restart there are others, and a service that has
kept the old ones refuses all tokens until it fetches anew.
"""

import contextlib
import ipaddress
import shutil
import ssl
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Final, Self

from tokenlint.errors import UsageError
from tokenlint.probe.forge import Mint
from tokenlint.probe.issuer.asking import not_made
from tokenlint.probe.issuer.bounded import Log, serving
from tokenlint.probe.issuer.certificate import given, throw_away
from tokenlint.probe.issuer.counter import Counter, Peer, peer_user
from tokenlint.probe.issuer.published import PublicServer, documents
from tokenlint.probe.issuer.setting import Setting, check, host_of
from tokenlint.probe.signing import ALGORITHMS, new_key
from tokenlint.probe.sources.minted import MintSource
from tokenlint.probe.token import Token, Unobtainable, Wish

SOCKET_NAME: Final = "tokenlint-issuer.sock"
_LOOPBACK_NAMES: Final = ("localhost", "127.0.0.1", "::1")


class TestIssuer:
    """A running test issuer; to be used in a `with` statement, or closed.

    Raises UsageError where it cannot be set up so. `log` gets a line for each request.
    """

    __test__: ClassVar[bool] = False  # its name looks like that of a test

    def __init__(self, setting: Setting, log: Log = lambda _: None) -> None:
        check(setting)
        self._log = log
        self._counters: list[Counter] = []
        tls, self.authority = _tls(setting)
        self._public = _listening(setting, tls, log)
        self.issuer = setting.issuer or _own_name(setting, self._public.port)
        self.port = self._public.port
        keys = {algorithm: new_key(algorithm) for algorithm in ALGORITHMS}
        self._mint = Mint(self.issuer, keys[setting.algorithm])
        self._public.documents = documents(self.issuer, keys.values())
        serving(self._public, "test issuer: keys")

    @property
    def key_set_url(self) -> str:
        """Where its public keys are."""
        return f"{self.issuer.rstrip('/')}/jwks"

    def source(self) -> MintSource:
        """Its tokens, for this process."""
        return MintSource(self._mint)

    def hand_out(self, path: Path, peer: Peer = peer_user) -> None:
        """Hand out tokens at a socket, too; raises UsageError where it cannot be made."""
        counter = Counter(path, self._make, self._log, peer)
        self._counters.append(counter)
        serving(counter, "test issuer: tokens")

    def close(self) -> None:
        """End both doors, and take the socket away."""
        servers: list[Counter | PublicServer] = [*self._counters, self._public]
        for server in servers:
            server.shutdown()
            server.server_close()
        self._counters.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _make(self, wish: Wish) -> Token:
        if why := not_made(wish):
            raise Unobtainable(why)
        return self._mint.forge(wish)


@contextlib.contextmanager
def socket_place(environ: Mapping[str, str], chosen: Path | None) -> Iterator[Path]:
    """Where the socket goes: as chosen, in $XDG_RUNTIME_DIR, or in a private folder.

    The folder is taken away in the end.
    """
    runtime = environ.get("XDG_RUNTIME_DIR")
    if chosen is not None:
        yield chosen
    elif runtime and Path(runtime).is_dir():
        yield Path(runtime) / SOCKET_NAME
    else:
        folder = tempfile.mkdtemp(prefix="tokenlint-issuer-")  # of mode 0700
        try:
            yield Path(folder) / SOCKET_NAME
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _tls(setting: Setting) -> tuple[ssl.SSLContext | None, bytes]:
    """TLS, and the certificate of the throw-away authority (empty where there is none)."""
    if setting.plain:
        return None, b""
    if setting.certificate and setting.key:
        return given(setting.certificate, setting.key), b""
    named = [host_of(setting.issuer)] if setting.issuer else []
    address = [] if ipaddress.ip_address(setting.host).is_unspecified else [setting.host]
    return throw_away([*named, *address, *_LOOPBACK_NAMES])


def _listening(setting: Setting, tls: ssl.SSLContext | None, log: Log) -> PublicServer:
    try:
        return PublicServer((setting.host, setting.port), tls, log)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or "there is no such port"
        raise UsageError(
            f"--listen: cannot listen at {setting.host} port {setting.port}: {reason}",
            advice="name an address of this machine and a free port",
        ) from None


def _own_name(setting: Setting, port: int) -> str:
    address = ipaddress.ip_address(setting.host)
    if str(address) in _LOOPBACK_NAMES:
        host = "localhost"
    else:
        host = f"[{address}]" if address.version == 6 else str(address)  # noqa: PLR2004
    return f"{'http' if setting.plain else 'https'}://{host}:{port}"
