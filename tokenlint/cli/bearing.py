"""From the bytes of a credential of any kind to its bearer, for `tokenlint can`."""

from dataclasses import dataclass

from tokenlint.credentials.discovery import Found
from tokenlint.credentials.macaroon.read import looks_like_macaroon
from tokenlint.errors import Incomplete, UsageError
from tokenlint.inputs import looks_like_certificates
from tokenlint.permissions.bearer import Bearer, bearer_of
from tokenlint.policy.release import Release
from tokenlint.read import Reader
from tokenlint.source import Problem


@dataclass(frozen=True, slots=True)
class Borne:
    """A bearer, and what a reader of the answers must know of it."""

    bearer: Bearer
    notes: tuple[str, ...]


def borne(found: Found, reader: Reader, release: Release | None) -> Borne:
    """The bearer of what was captured, by its content.

    `release` is that of a product whose answers are wanted without its configuration.
    Raises Incomplete where a part of it cannot be read, UsageError for keys where none fits.
    """
    if looks_like_certificates(found.data):
        return _proxy(found, reader)
    if looks_like_macaroon(found.data):
        return _macaroon(found, reader, release)
    subject = reader.token(found.data, found.source)
    if not subject.token.readable:
        raise Incomplete(
            f"no claims can be read in it ({subject.token.form.value})",
            advice="`tokenlint token` says what is wrong with it",
            source=found.source,
        )
    notes = [f"the token came from {found.origin}", *found.notes]
    bearer = bearer_of(subject)
    if reader.mapping and not bearer.group_based:
        notes.append("the mapping is not used: the token holds capabilities of its own")
    return Borne(bearer, tuple(notes))


def _proxy(found: Found, reader: Reader) -> Borne:
    from tokenlint.credentials.proxy.read import read_proxy
    from tokenlint.permissions.proxy_bearer import bearer_of_proxy
    from tokenlint.policy.proxy_subject import ProxySubject

    _refuse_keys(reader, "a proxy")
    settings, calibration, rights = reader.settings, reader.calibration, reader.mapping
    subject = ProxySubject(
        read_proxy(found.data), found.source, settings, calibration, rights=rights
    )
    _refuse(next(iter(subject.problems), None))
    notes = (f"the proxy came from {found.origin}", *found.notes)
    return Borne(bearer_of_proxy(subject), notes)


def _macaroon(found: Found, reader: Reader, release: Release | None) -> Borne:
    from tokenlint.permissions.macaroon_bearer import bearer_of_macaroon
    from tokenlint.token_inputs import unread_macaroon

    _refuse_keys(reader, "a macaroon")
    subject = reader.macaroon(found.data, found.source)
    _refuse(unread_macaroon(subject.macaroon, found.source))
    notes = [
        f"the macaroon came from {found.origin}",
        *found.notes,
        "a macaroon allows no more than whoever asked for it may do at the service",
    ]
    if reader.mapping:
        notes.append("the mapping is not used: the caveats say what the macaroon may do")
    return Borne(bearer_of_macaroon(subject, release), tuple(notes))


def _refuse_keys(reader: Reader, what: str) -> None:
    if reader.keys:
        raise UsageError(f"--jwks is for tokens, and this is {what}", advice="leave it out")


def _refuse(problem: Problem | None) -> None:
    if problem is not None:
        raise Incomplete(problem.reason, advice=problem.advice, source=problem.source)
