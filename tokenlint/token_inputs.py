"""Captured tokens and macaroons as inputs of a run; the unreadable are told, equal ones marked."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from tokenlint.credentials.anomaly import PartName
from tokenlint.credentials.macaroon.macaroon import Macaroon
from tokenlint.credentials.token import Form, Token
from tokenlint.lint import Inputs
from tokenlint.policy.token_subject import TokenSubject
from tokenlint.source import Problem, Source

if TYPE_CHECKING:  # most runs meet no macaroon
    from tokenlint.policy.macaroon_subject import MacaroonSubject

_MOST_WORDS = 3  # reasons that one message gives


def with_tokens(subjects: Iterable[TokenSubject]) -> Inputs:
    """Tokens as inputs; those that share issuer and token id with another one are marked.

    One whose claims nobody can read is a problem besides what the rules find.
    """
    seen: dict[tuple[str, str], set[str]] = {}
    subjects = list(subjects)
    for subject in subjects:
        if name := _name(subject):
            seen.setdefault(name, set()).add(subject.token.fingerprint)
    marked = tuple(
        replace(subject, token_id_reused=True)
        if len(seen.get(_name(subject) or ("", ""), ())) > 1
        else subject
        for subject in subjects
    )
    texts = {name: text for subject in marked for name, text in subject.texts().items()}
    problems = tuple(filter(None, map(unjudged, marked)))
    return Inputs(subjects=marked, problems=problems, texts=texts)


def unjudged(subject: TokenSubject) -> Problem | None:
    """Why the claims of a token could not be judged; None where they could."""
    return unseen(subject.token, subject.source)


def unseen(token: Token, source: Source) -> Problem | None:
    """Why nobody can see what a token claims; None where one can."""
    if token.form is Form.ENCRYPTED:
        return Problem(
            "encrypted-token",
            source,
            "the token is encrypted (JWE), so what it grants cannot be seen",
            "judge the token before it is encrypted, or ask its issuer what it holds",
        )
    if token.form is Form.UNREADABLE:
        return Problem(
            "unreadable-token",
            source,
            f"no service can read this as a token: {_what_is_wrong(token)}",
            "capture it again, whole: header, claims and signature, joined by dots",
        )
    return None


def _what_is_wrong(token: Token) -> str:
    if token.size == 0:
        return "there is nothing in it"
    gravest_first = sorted(token.anomalies, key=lambda each: each.part is not PartName.TOKEN)
    words = [f"{each.part.value}: {each.detail or each.kind.value}" for each in gravest_first]
    return "; ".join(list(dict.fromkeys(words))[:_MOST_WORDS]) or "it is no JSON"


def _name(subject: TokenSubject) -> tuple[str, str] | None:
    issuer, token_id = subject.token.claims.get("iss"), subject.token.claims.get("jti")
    return (issuer, token_id) if isinstance(issuer, str) and isinstance(token_id, str) else None


def with_macaroons(subjects: "Iterable[MacaroonSubject]") -> Inputs:
    """Macaroons as inputs; one that nobody can read is a problem besides what the rules find."""
    found = tuple(subjects)
    unread = (unread_macaroon(each.macaroon, each.source) for each in found)
    return Inputs(
        subjects=found,
        problems=tuple(filter(None, unread)),
        texts={name: text for each in found for name, text in each.texts().items()},
    )


def unread_macaroon(macaroon: Macaroon, source: Source) -> Problem | None:
    """Why no service can read a macaroon; None where one can."""
    if macaroon.readable:
        return None
    words = ", ".join(defect.value.replace("-", " ") for defect in macaroon.defects)
    return Problem(
        "unreadable-macaroon",
        source,
        f"no service can read this as a macaroon: {words}",
        "capture it again, whole, as the service handed it out",
    )
