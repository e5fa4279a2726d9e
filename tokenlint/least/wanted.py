"""What a token is wanted for: the requirements of a workflow, and who will judge each of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tokenlint.least.spelling import askable
from tokenlint.policy.product import about_files, profile_or, release_at
from tokenlint.policy.release import Release
from tokenlint.privilege.operation import Operation, least_action
from tokenlint.source import Problem
from tokenlint.workflows.declaration import DeclaredOperation, Service, Workflow
from tokenlint.workflows.requirements import Requirement, requirements_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """The operations of a workflow that a token can be asked for.

    `requirements` point into `operations` by their index;
    `services` are by their names, `releases` by name and by whether it is about files;
    a release of None is the profile.
    """

    operations: tuple[DeclaredOperation, ...]
    requirements: tuple[Requirement, ...]
    services: Mapping[str, Service]
    releases: Mapping[tuple[str, bool], Release | None]

    def operation(self, requirement: Requirement) -> DeclaredOperation:
        """The operation behind a requirement."""
        return self.operations[requirement.index]

    def audience(self, requirement: Requirement) -> str:
        """The string by which the service of a requirement knows itself."""
        return self.services[self.operation(requirement).service].audiences[0]

    def release(self, requirement: Requirement) -> Release | None:
        """The product that will judge it; None for the profile."""
        files = least_action(requirement.operation).on_storage
        return self.releases[self.operation(requirement).service, files]

    def only(self, requirements: Iterable[Requirement]) -> "Wanted":
        """The same for some of the requirements."""
        return replace(self, requirements=tuple(requirements))


@dataclass(frozen=True, slots=True)
class Reading:
    """What is wanted, what a reader must know of it, and what was left out."""

    wanted: Wanted
    notes: tuple[str, ...]
    problems: tuple[Problem, ...]


def wanted_of(workflow: Workflow, implementation: Release | None = None) -> Reading:
    """The requirements of a workflow, by the profile and as its paths can be asked for.

    `implementation` judges instead of the products that the inventory names,
    at services where operations of its kind go: a storage product does not judge jobs.
    An operation at no known service, or on a path that no scope can name, is left out and told.
    """
    kept: list[DeclaredOperation] = []
    problems: list[Problem] = []
    respelled: list[str] = []
    for operation in workflow.operations:
        answer = _usable(operation, workflow.services, respelled)
        if isinstance(answer, Problem):
            problems.append(answer)
        else:
            kept.append(answer)
    releases = _releases(kept, workflow.services, implementation)
    requirements = tuple(
        each for at, operation in enumerate(kept) for each in requirements_of(at, operation, None)
    )
    wanted = Wanted(tuple(kept), requirements, workflow.services, releases)
    notes = [*_respelled(respelled), *_products(wanted, workflow.services)]
    return Reading(wanted, tuple(notes), tuple(problems))


def _releases(
    operations: Iterable[DeclaredOperation],
    services: Mapping[str, Service],
    implementation: Release | None,
) -> dict[tuple[str, bool], Release | None]:
    done = dict.fromkeys(
        (each.service, least_action(each.operation).on_storage) for each in operations
    )
    if implementation is None:
        return {(name, files): release_at(services[name]) for name, files in done}
    kind = about_files(implementation)
    return {
        (name, files): implementation if files is kind else release_at(services[name])
        for name, files in done
    }


def _usable(
    operation: DeclaredOperation, services: Mapping[str, Service], respelled: list[str]
) -> DeclaredOperation | Problem:
    if operation.service not in services:
        reason = f"no service is called `{operation.service}`, so nothing tells its audience"
        advice = "declare it under `services`, or name an inventory with --services"
        return Problem("unknown-service", operation.source, reason, advice)
    if operation.operation is Operation.ADMINISTER:
        reason = "administration is no operation that a profile's scope stands for"
        return Problem("operation", operation.source, reason, "ask the issuer's administrators")
    if all(path.conforming for path in operation.paths):
        return operation
    paths = []
    for path in operation.paths:
        better = askable(path)
        if better is None:
            reason = f"no scope can name the path {path.text[:200]!r}: {', '.join(path.defects)}"
            advice = "write it absolute and normalised (WLCG profile 1.3 section 2.2.1)"
            return Problem("path", operation.source, reason, advice)
        if better is not path:
            respelled.append(f"{path.text} as {better.text}")
        paths.append(better)
    first, second = (*paths, None)[:2]
    return replace(operation, path=first, to=second)


def _respelled(respelled: list[str]) -> list[str]:
    if not respelled:
        return []
    more = f", and {len(respelled) - 1} more" if len(respelled) > 1 else ""
    return [f"paths are asked for as the profile writes them: {respelled[0]}{more}"]


def _products(wanted: Wanted, services: Mapping[str, Service]) -> list[str]:
    done: dict[str, set[Operation]] = {}
    for each in wanted.operations:
        done.setdefault(each.service, set()).add(each.operation)
    notes: dict[str, None] = {}
    for (name, _), release in wanted.releases.items():
        if note := profile_or(release, services[name], done[name]):
            notes[note] = None
    return list(notes)
