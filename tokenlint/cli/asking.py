"""What `tokenlint can` reads: the credential, and the files of services."""

from dataclasses import dataclass, replace
from pathlib import Path

from tokenlint import shipped
from tokenlint.cli.options import instant
from tokenlint.cli.reading import presented
from tokenlint.credentials.keys import read_keys
from tokenlint.errors import NothingToCheck, UsageError
from tokenlint.permissions.bearer import Bearer, bearer_of
from tokenlint.permissions.places import (
    Place,
    deciding,
    in_release,
    profile_places,
    service_place,
)
from tokenlint.permissions.products import release_of
from tokenlint.permissions.result import Question, Result, ask_all, unanswered
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


def ask(file: str | None, question: Question, asked: Asked) -> Result:
    """Read everything, and ask; raises UsageError where nobody can answer."""
    keys = read_keys(asked.keys) if asked.keys else None
    settings = Settings(instant(asked.at), shipped.compiled()["limits"], frozenset())
    reader = Reader(settings, Calibration.default(), keys=keys)
    gathered = read_paths(asked.services, reader)
    subject, notes = presented(file, reader)
    bearer = bearer_of(subject)
    places = _places(bearer, settings.at, gathered, asked, question)
    result = ask_all(bearer, settings.at, places, question, gathered.inputs.veil)
    problems = (*(keys.problems if keys else ()), *gathered.inputs.problems)
    if not problems:
        _refuse_unanswered(result, question)
    texts = {**gathered.inputs.texts, **result.texts}
    return replace(result, notes=notes, problems=problems, texts=texts)


def _places(
    bearer: Bearer, at: int, gathered: Gathered, asked: Asked, question: Question
) -> tuple[Place, ...]:
    """The services that were named, else the profile; NothingToCheck where no service decides."""
    release = release_of(asked.implementation) if asked.implementation else None
    if not asked.services:
        return profile_places(bearer, at, asked.audience, release, question.kinds)
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
