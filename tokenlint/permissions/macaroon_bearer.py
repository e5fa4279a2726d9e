"""The bearer of a macaroon: its caveats decide, each product reading them in its own language."""

from dataclasses import replace

from tokenlint.credentials.macaroon.macaroon import Macaroon
from tokenlint.credentials.macaroon.privilege_of import (
    audience_of_macaroon,
    privilege_within,
    understand,
)
from tokenlint.credentials.macaroon.reading import split
from tokenlint.credentials.macaroon.values import read_instant
from tokenlint.permissions.bearer import Bearer, Caveats
from tokenlint.permissions.by_caveats import until
from tokenlint.policy.macaroon_languages import at_version, shipped_languages
from tokenlint.policy.macaroon_subject import MacaroonSubject
from tokenlint.policy.macaroon_text import MacaroonText
from tokenlint.policy.release import Release


def bearer_of_macaroon(subject: MacaroonSubject, release: Release | None = None) -> Bearer:
    """The bearer of a readable macaroon, at whichever product it may be of, or in one release.

    Raises UsageError for a product that issues no macaroons.
    """
    macaroon = subject.macaroon
    languages = shipped_languages()
    if release and release.version:
        languages = tuple(at_version(each, release.version) for each in languages)
    understanding = understand(macaroon, languages, release.product if release else None)
    # Whatever product is asked, what names a person is told by all that is known.
    text = MacaroonText(macaroon, subject.understanding, subject.source)
    facts = {**subject.document.facts}
    if release:
        facts["language"] = str(release)
    return Bearer(
        document=replace(subject.document, facts=facts),
        privilege=privilege_within(macaroon, understanding, subject.settings.at),
        audience=audience_of_macaroon(macaroon),
        validity=until(understanding.expiry),
        places={"exp": text.location(_end(macaroon)).source},
        texts=text.texts(),
        caveats=Caveats(text, understanding.readings),
    )


def _end(macaroon: Macaroon) -> str:
    """The pointer of the caveat with the earliest end; both products call it `before`."""
    ends = [
        (end, index)
        for index, each in enumerate(macaroon.caveats)
        if (said := split(each.text))[0] == "before" and (end := read_instant(said[1])) is not None
    ]
    return f"/macaroon/caveats/{min(ends)[1]}" if ends else "/macaroon"
