"""A macaroon as one value to compare with any other credential."""

from collections.abc import Iterator

from tokenlint.credentials.macaroon.facts import location_state, meaning_of
from tokenlint.credentials.macaroon.language import Meaning
from tokenlint.credentials.macaroon.macaroon import Macaroon
from tokenlint.credentials.macaroon.privilege_of import (
    Understanding,
    privilege_within,
    understand,
)
from tokenlint.credentials.macaroon.read import read_macaroon
from tokenlint.credentials.macaroon.reading import Standing
from tokenlint.policy.macaroon_languages import shipped_languages
from tokenlint.policy.macaroon_text import MacaroonText
from tokenlint.policy.words import human_duration
from tokenlint.presented import Kind, Presented, Surroundings
from tokenlint.source import Problem, Source
from tokenlint.token_inputs import unread_macaroon
from tokenlint.trustspace.vector import place

_MOST_CAVEATS = 3  # that the notes name
_ADDRESSES = frozenset({"https", "cleartext", "other-url"})
_BESIDES = frozenset({Meaning.NETWORK, Meaning.UPLOAD_SIZE})  # bounds on none of the three axes
_OPEN = {
    Standing.UNKNOWN: "is not understood, and bounds nothing here",
    Standing.UNREADABLE: "has a value that is not understood, and bounds nothing here",
    Standing.THIRD_PARTY: "asks for a discharge, and bounds nothing here",
}


def read_macaroon_file(
    data: bytes, name: str, source: Source, around: Surroundings
) -> Presented | Problem:
    """What the caveats of a macaroon leave from the judged instant on; or why it is unreadable."""
    macaroon = read_macaroon(data)
    problem = unread_macaroon(macaroon, source)
    if problem is not None:
        return problem
    understanding = understand(macaroon, shipped_languages())
    privilege = privilege_within(macaroon, understanding, around.at)
    text = MacaroonText(macaroon, understanding, source)
    return Presented(
        name=name,
        kind=Kind.MACAROON,
        title=f"macaroon {macaroon.fingerprint}",
        privilege=privilege,
        vector=place(privilege, around.calibration),
        source=source,
        dated=True,
        notes=(
            *_times(understanding, around.at),
            *_location(macaroon, text),
            _language(understanding),
            *_caveats(understanding, text),
        ),
    )


def _times(understanding: Understanding, at: int) -> Iterator[str]:
    """Nothing in a macaroon says when it was issued."""
    end = understanding.expiry
    if end is None:
        yield "no caveat ends it, so it never ends"
    elif end <= at:
        yield f"it ended {human_duration(at - end)} ago, and allows nothing any more"
    else:
        yield "nothing tells when it was issued: what is left of its lifetime counts"


def _location(macaroon: Macaroon, text: MacaroonText) -> Iterator[str]:
    state = location_state(macaroon.location)
    if state == "missing":
        yield "it has no location, so it counts as good at any service"
    elif state not in _ADDRESSES:
        yield f"its location {text.location_words()} is no address: it counts as one service"


def _language(understanding: Understanding) -> str:
    titles = [each.language.title for each in understanding.readings]
    if understanding.disputed:
        neither = " nor ".join(titles)
        return f"neither {neither} takes all of its caveats: only what each would allow counts"
    if len(titles) == 1:
        return f"its caveats are read in the language of {titles[0]}"
    return f"its caveats may be those of {' or '.join(titles)}: what either allows counts"


def _caveats(understanding: Understanding, text: MacaroonText) -> Iterator[str]:
    """The caveats that no axis shows, by what they are or why."""
    said = list(_apart(understanding, text))
    yield from said[:_MOST_CAVEATS]
    if len(said) > _MOST_CAVEATS:
        yield f"{len(said) - _MOST_CAVEATS} more of its caveats bound nothing here"


def _apart(understanding: Understanding, text: MacaroonText) -> Iterator[str]:
    for index, caveat in enumerate(text.macaroon.caveats):
        standing = understanding.standing(index)
        words = f"the caveat {text.caveat_words(index)}"
        if standing in _OPEN:
            yield f"{words} {_OPEN[standing]}"
        elif meaning_of(understanding, caveat.text) in _BESIDES:
            yield f"{words} bounds it further, on none of the three axes"
