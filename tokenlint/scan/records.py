"""Records: what was noted of each token, with what it has in common with all of its shape."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

import msgspec

from tokenlint.errors import EngineError
from tokenlint.policy.engine import EngineFault
from tokenlint.policy.settings import Settings
from tokenlint.policy.token_subject import TokenSubject
from tokenlint.scan.judge import Judged, ShapeJudge
from tokenlint.scan.recording import Recorded, shown_items
from tokenlint.scan.rows import Row
from tokenlint.scan.statistics import is_valid
from tokenlint.scan.summary import Summary, Tally
from tokenlint.trustspace.vector import Vector

_MOST_KNOWN = 200_000  # shapes; they are looked up again when they come again


class Common(msgspec.Struct, frozen=True, omit_defaults=True):
    """What all tokens of a shape have in common. What is not known is None, or empty.

    `anywhere`: any service takes the token, as it says so or names none.
    `lifetime`: seconds; None for one without end or with unusable times.
    `valid`: not expired at the judged instant. `rules`: None where nobody could judge.
    """

    form: str = ""
    profile: str = ""
    issuer: str = ""
    audiences: tuple[str, ...] = ()
    anywhere: bool | None = None
    lifetime: int | None = None
    lifetime_form: str = ""
    valid: bool | None = None
    verification: str = ""
    vector: Vector | None = None
    magnitude: float | None = None
    exposure: float | None = None
    excess: float | None = None
    rules: tuple[str, ...] | None = None


UNKNOWN = Common()
"""Of what was not placed: a credential that is no token, or one shape too many."""


class Record(NamedTuple):
    """All that is told of one credential."""

    row: Row
    common: Common


class Joiner:
    """Joins rows with their shapes; what is known of a shape is found out once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._known: dict[str, Common] = {}

    def records(self, part: Summary, judge: ShapeJudge) -> Iterator[Record]:
        """The records of a part that was read; none where nobody asked for rows.

        Waits until the shapes are judged. Raises OSError where the rows cannot be read.
        """
        if not isinstance(part, Recorded):
            return
        self._learn(part.shapes, judge)
        for row in part.rows:
            yield Record(row, self._known.get(row.shape, UNKNOWN))

    def _learn(self, shapes: Mapping[bytes, Tally], judge: ShapeJudge) -> None:
        if len(self._known) + len(shapes) > _MOST_KNOWN:
            self._known.clear()
        fresh = {digest: shapes[digest] for digest in shapes if digest.hex() not in self._known}
        for digest, judged in zip(fresh, _judged(fresh, judge), strict=True):
            self._known[digest.hex()] = common_of(judged, self._settings)


def _judged(shapes: Mapping[bytes, Tally], judge: ShapeJudge) -> Iterable[Judged]:
    try:
        return judge.judged(shapes)
    except EngineError as error:  # the scan will say so; what is known without rules is told
        fault = EngineFault(error.reason)
        return [replace(each, verdict=fault) for each in judge.unjudged(shapes)]


def common_of(judged: Judged, settings: Settings) -> Common:
    """What one token of a shape tells of all of them."""
    subject, document = judged.subject, judged.subject.document
    axes, audience = document.vector, judged.privilege.audience
    both = Common(
        profile=document.kind,
        audiences=shown_items(sorted(audience.endpoints or ())),
        anywhere=audience.endpoints is None,
        valid=is_valid(judged, settings.at),
        vector=Vector(axes.audience, axes.scope, axes.lifetime) if axes else None,
        magnitude=axes.magnitude if axes else None,
        exposure=axes.exposure if axes else None,
        excess=document.excess,
        rules=_rules(judged, settings),
    )
    return _with_claims(both, subject) if isinstance(subject, TokenSubject) else both


def _with_claims(common: Common, subject: TokenSubject) -> Common:
    """What only a token says."""
    token, view = subject.token, subject.view
    issuer = token.claims.get("iss")
    return msgspec.structs.replace(
        common,
        form=token.form.value,
        profile=token.profile.value,
        issuer=shown_items([issuer])[0] if isinstance(issuer, str) and issuer else "",
        audiences=shown_items([each for each in view.audience_values if isinstance(each, str)]),
        lifetime=view.lifetime.get("seconds"),
        lifetime_form=view.lifetime["form"],
        verification=subject.verification,
    )


def _rules(judged: Judged, settings: Settings) -> tuple[str, ...] | None:
    if isinstance(judged.verdict, EngineFault):
        return None
    return tuple(sorted(code for code in judged.codes if code in settings.codes))
