"""Facts about the subject: its form, and whether it tells who somebody is.

WLCG profile 1.3 section 2.1.1 and RFC 9068 section 6:
a subject is at most 255 ASCII characters and should mean nothing to a human reader.
"""

import re
from typing import Any

from tokenlint.credentials.register import PERSONAL
from tokenlint.credentials.token import Profile, Token

LONGEST = 255
_MAIL = re.compile(r"([^@\s]{1,64})@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_OPAQUE = re.compile(r"[0-9a-fA-F-]{12,}|(?=.*[0-9].*[0-9].*[0-9])[A-Za-z0-9_-]{16,}")
_DISTINGUISHED_NAME = re.compile(r"(?:^|[/,]\s*)CN=[^/,=]*[A-Za-z]{2,} [A-Za-z]{2,}")
_NAME = re.compile(r"[^\W\d_]{2,}(?:(?:[ ._]|, )[^\W\d_]{2,}){1,3}")
_LONGEST_NAME = 128
_NOT_A_PERSON = re.compile(
    r"service|robot|pilot|client|host|prod|test|admin|transfer|storage|compute|monitor|system"
    r"|account|cron|daemon|svc|fts|rucio|dirac|condor",
    re.IGNORECASE,
)


def subject_state(claims: dict[str, Any]) -> str:
    """`claims.subject` of the policy input schema."""
    if "sub" not in claims:
        return "missing"
    subject = claims["sub"]
    if not isinstance(subject, str):
        return "wrong-type"
    if not subject.strip():
        return "empty"
    if len(subject) > LONGEST:
        return "too-long"
    return "ok" if subject.isascii() else "not-ascii"


def subject_readable(token: Token) -> bool:
    """Whether the subject looks like a person's name or address.

    The subject of an HTCondor IDTOKEN is an account at a pool by definition.
    """
    subject = token.claims.get("sub")
    if not isinstance(subject, str) or token.profile is Profile.HTCONDOR:
        return False
    return names_a_person(subject)


def names_a_person(subject: str) -> bool:
    """Whether a subject looks like a person's name, address or distinguished name."""
    if is_personal_mail(subject):
        return True
    text = subject[:_LONGEST_NAME]
    if _NOT_A_PERSON.search(text):
        return False
    return bool(_DISTINGUISHED_NAME.search(text) or _NAME.fullmatch(text))


def is_personal_mail(text: str) -> bool:
    """Whether it is an e-mail address whose first half is no mere number."""
    mail = _MAIL.fullmatch(text[:_LONGEST_NAME])
    if mail is None or _OPAQUE.fullmatch(mail[1]):
        return False
    return not _NOT_A_PERSON.search(mail[1])


def personal_claims(token: Token) -> list[str]:
    """The claims that hold personal data, by their name or by an e-mail address, sorted."""
    found = {name for name in PERSONAL if name in token.claims}
    if token.profile is not Profile.HTCONDOR:
        texts = ((name, token.claims.get(name)) for name in ("sub", "client_id", "voperson_id"))
        found |= {name for name, text in texts if isinstance(text, str) and is_personal_mail(text)}
    return sorted(found)
