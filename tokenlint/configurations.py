"""Configurations of services among the files of a run: from bytes to subjects."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tokenlint.credentials.redact import said
from tokenlint.lint import Inputs
from tokenlint.policy.joins import destroyed_by, joins_of
from tokenlint.policy.neighbours import Neighbours
from tokenlint.policy.secret_subject import secrets_in
from tokenlint.policy.service_subject import ServiceSubject
from tokenlint.policy.settings import Settings
from tokenlint.policy.storages import unasked
from tokenlint.policy.suppress import read_ignores
from tokenlint.services.acceptance import Service
from tokenlint.services.discover import (
    assemble_all,
    claimed,
    known_name,
    texts_of,
    unclaimed,
)
from tokenlint.services.pieces import Piece
from tokenlint.source import Problem
from tokenlint.workflows.declaration import Workflow

MOST_PARTS = 250
"""Issuers, ways, mappings, patterns or offers of one service that policies are asked about."""
_MOST_LINES = 2_000


@dataclass
class Configurations:
    """The recognised texts of a run, by product; filled file by file, assembled at the end."""

    _pieces: dict[str, list[Piece]] = field(default_factory=dict)
    _texts: dict[str, str] = field(default_factory=dict)
    _problems: list[Problem] = field(default_factory=list)
    _own_files: set[str] = field(default_factory=set)  # whose whole text is a configuration
    _names: set[str] = field(default_factory=set)  # of all files of the run, ours or not
    unclaimed: dict[Path, str] = field(default_factory=dict)  # files of nobody, and why

    def take(self, path: Path, data: bytes, *, named: bool) -> str:
        """What a file holds (`xrootd scitokens.cfg`), empty where it is nobody's configuration.

        What cannot be read is a problem where the user named the file, or a product knows its name;
        any other binary file below a folder is none of ours.
        """
        self._names.add(path.name)
        texts, problems = texts_of(str(path), data)
        kinds: list[str] = []
        for text, product, kind in claimed(texts):
            self._pieces.setdefault(product, []).append(Piece(kind, text))
            kinds.append(f"{product} {kind}")
            self._names.add(text.name)
            if not text.embedded:
                self._own_files.add(text.file)
        if not kinds:
            self.unclaimed[path] = unclaimed(path.name, texts, problems)
        if kinds and not texts[0].embedded:
            self._texts[str(path)] = texts[0].content
        if kinds or named or (problems and known_name(path.name)):
            self._problems += problems
        return ", ".join(dict.fromkeys(kinds))

    def services(self) -> tuple[Service, ...]:
        """Every service that the texts make up; what could not be read becomes a problem."""
        assembled = assemble_all(self._pieces)
        self._problems += assembled.problems
        return tuple(self._without_files_here(service) for service in assembled.services)

    def _without_files_here(self, service: Service) -> Service:
        """The service without absent files that have the name of a file of the run.

        Whether that file is the one that is meant cannot be told.
        """
        absent = service.acceptance.absent
        left = tuple(each for each in absent if Path(each.file.text).name not in self._names)
        if len(left) == len(absent):
            return service
        return replace(service, acceptance=replace(service.acceptance, absent=left))

    def inputs(
        self, services: Sequence[Service], settings: Settings, workflows: Sequence[Workflow]
    ) -> Inputs:
        """The services as subjects, with the ignore comments of their files."""
        bounded = [self._bounded(service) for service in services]
        derived = [workflow for service in services for workflow in service.requests]
        asking = [*workflows, *derived] if workflows else []
        beside, destroyed = Neighbours(bounded), destroyed_by(asking)
        subjects = tuple(
            ServiceSubject(
                service,
                settings,
                service.acceptance.files[0] not in self._own_files,
                unasked(service.acceptance, asking),
                cut=service.acceptance is not whole.acceptance,
                joins=joins_of(service.acceptance, beside, destroyed),
            )
            for service, whole in zip(bounded, services, strict=True)
        )
        ignores = tuple(
            ignore for file, text in self._texts.items() for ignore in read_ignores(text, file)
        )
        held = secrets_in(self._texts, settings)
        problems = tuple(replace(each, reason=said(each.reason)) for each in self._problems)
        return Inputs(
            (*subjects, *held.subjects),
            ignores,
            (*problems, *held.problems),
            held.shown,
            veil=held.veil,
        )

    def _bounded(self, service: Service) -> Service:
        """The service with no more of each kind of part than policies can be asked about."""
        held = service.acceptance
        long = {name: len(getattr(held, name)) for name in _MOST}
        cut = {
            name: getattr(held, name)[:most] for name, most in _MOST.items() if long[name] > most
        }
        if not cut:
            return service
        told = ", ".join(
            f"{long[name]:,} {name.replace('_', ' ')} (the first {most:,} are judged)"
            for name, most in _MOST.items()
            if name in cut
        )
        self._problems.append(
            Problem(
                "limit",
                held.source,
                f"{held.title} has {told}",
                "split the configuration, or check its parts one by one",
            )
        )
        return replace(service, acceptance=replace(held, **cut))


_MOST = dict.fromkeys(
    ("issuers", "ways", "mappings", "patterns", "offers"), MOST_PARTS
) | dict.fromkeys(("unknown_keys", "dead", "settings", "absent", "scope_policies"), _MOST_LINES)
