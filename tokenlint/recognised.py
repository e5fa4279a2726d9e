"""From the bytes of a captured credential of any kind to the value that is compared."""

from collections.abc import Callable

from tokenlint.credentials.macaroon.read import looks_like_macaroon
from tokenlint.inputs import looks_like_certificates, looks_like_token
from tokenlint.presented import Presented, Surroundings, read_token
from tokenlint.source import Problem, Source

Reader = Callable[[bytes, str, Source, Surroundings], Presented | Problem]


def read_presented(
    data: bytes, source: Source, around: Surroundings, name: str = ""
) -> Presented | Problem:
    """A captured credential of any kind, by its content; what nobody knows is read as a token.

    `data` is not kept. Never raises, whatever the bytes are.
    """
    read = next((reader for knows, reader in READERS if knows(data)), read_token)
    return read(data, name or source.file, source, around)


def _proxy(data: bytes, name: str, source: Source, around: Surroundings) -> Presented | Problem:
    from tokenlint.presented_proxy import read_proxy_file  # few comparisons have certificates

    return read_proxy_file(data, name, source, around)


def _macaroon(data: bytes, name: str, source: Source, around: Surroundings) -> Presented | Problem:
    from tokenlint.presented_macaroon import read_macaroon_file  # nor macaroons

    return read_macaroon_file(data, name, source, around)


# In this order: the first whose recogniser knows the bytes reads them.
READERS: tuple[tuple[Callable[[bytes], bool], Reader], ...] = (
    (looks_like_certificates, _proxy),
    (looks_like_macaroon, _macaroon),
    (looks_like_token, read_token),
)
