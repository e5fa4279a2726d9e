"""What `tokenlint can` reads: the credential, and the files of services."""

from dataclasses import dataclass, replace
from pathlib import Path

from tokenlint import shipped
from tokenlint.cli.bearing import borne
from tokenlint.cli.options import instant
from tokenlint.cli.reading import captured, mapping_with_text
from tokenlint.credentials.keys import read_keys
from tokenlint.credentials.mapping import Mapping
from tokenlint.errors import NothingToCheck, UsageError
from tokenlint.permissions.bearer import Bearer
from tokenlint.permissions.places import (
    Place,
    caveat_places,
    deciding,
    in_release,
    mapping_places,
    profile_places,
    service_place,
)
from tokenlint.permissions.result import Question, Result, ask_all, unanswered
from tokenlint.policy.release import Release, release_of
from tokenlint.policy.settings import Settings
from tokenlint.read import Gathered, Reader, read_paths
from tokenlint.trustspace.calibration import Calibration


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of the command that say where and when; `at` is a time in ISO 8601."""

    services: tuple[Path, ...] = ()
    implementation: str | None = None
    audience: str = ""
    keys: Path | None = None
    at: str | None = None
    mapping: Path | None = None

    @property
    def release(self) -> Release | None:
        """The product that --implementation names; raises UsageError for an unknown one."""
        return release_of(self.implementation) if self.implementation else None


def ask(file: str | None, question: Question, asked: Asked) -> Result:
    """Read everything, and ask; raises UsageError where nobody can answer."""
    keys = read_keys(asked.keys) if asked.keys else None
    settings = Settings(instant(asked.at), shipped.compiled()["limits"], frozenset())
    mapping, text = mapping_with_text(asked.mapping)
    reader = Reader(settings, Calibration.default(), keys=keys, mapping=mapping)
    gathered = read_paths(asked.services, reader)
    held = borne(captured(file), reader, None if asked.services else asked.release)
    if asked.services:
        places = _services(held.bearer, settings.at, gathered, asked)
    else:
        places = _known(held.bearer, settings.at, asked, mapping, question)
    result = ask_all(held.bearer, settings.at, places, question, gathered.inputs.veil)
    problems = (*(keys.problems if keys else ()), *gathered.inputs.problems)
    if not problems:
        _refuse_unanswered(result, question)
    texts = {**gathered.inputs.texts, **text, **result.texts}
    return replace(result, notes=held.notes, problems=problems, texts=texts)


def _known(
    bearer: Bearer, at: int, asked: Asked, mapping: Mapping | None, question: Question
) -> tuple[Place, ...]:
    """Without a service: whose macaroon it may be, who maps its names, else the profile."""
    endpoint, release = asked.audience, asked.release
    if bearer.caveats is not None:
        return caveat_places(bearer, at, endpoint, release)
    if mapping is not None and bearer.group_based:
        return mapping_places(bearer, at, mapping, endpoint, question.kinds)
    return profile_places(bearer, at, endpoint, release, question.kinds)


def _services(bearer: Bearer, at: int, gathered: Gathered, asked: Asked) -> tuple[Place, ...]:
    """The services that were named; NothingToCheck where none of them decides."""
    release = asked.release
    services = deciding(gathered.inputs.subjects)
    if not services and not gathered.inputs.problems:
        raise NothingToCheck(
            "no service that holds files or runs jobs in what --service names",
            advice="`tokenlint check --show-files` says what each file was taken for",
        )
    chosen = in_release(services, release) if release and services else services
    return tuple(service_place(bearer, at, each) for each in chosen)


def _refuse_unanswered(result: Result, question: Question) -> None:
    left = unanswered(result, question)
    if left:
        raise UsageError(
            f"no service here can be asked about {left}",
            advice="name the configuration of such a service with --service",
        )
