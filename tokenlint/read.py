"""From files and tokens to subjects: everything that a run judges, and what could not be read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING

from tokenlint.checked_alone import BY_THEMSELVES
from tokenlint.credentials.jwt import decode
from tokenlint.credentials.keys import KeySet
from tokenlint.credentials.mapping import Mapping as Rights
from tokenlint.credentials.secrets.veil import Veil
from tokenlint.credentials.token import Claimed, Form, Token, Verified
from tokenlint.credentials.verify import Unverified, verify
from tokenlint.inputs import (
    MACAROON,
    PROXY,
    TOKEN,
    WORKFLOWS,
    Found,
    find,
    not_recognised,
)
from tokenlint.lint import Inputs
from tokenlint.policy.finding import Document
from tokenlint.policy.settings import Settings
from tokenlint.policy.suppress import read_ignores
from tokenlint.policy.token_subject import TokenSubject
from tokenlint.source import Problem, Source
from tokenlint.token_inputs import with_macaroons, with_tokens
from tokenlint.trustspace.calibration import Calibration

if TYPE_CHECKING:  # a token alone needs none of these rooms, and they take time to import
    from tokenlint.configurations import Configurations
    from tokenlint.credentials.macaroon.macaroon import Macaroon
    from tokenlint.credentials.proxy.proxy import Proxy
    from tokenlint.policy.macaroon_subject import MacaroonSubject
    from tokenlint.policy.proxy_subject import ProxySubject
    from tokenlint.policy.workflow_subject import WorkflowSubject
    from tokenlint.services.acceptance import Service
    from tokenlint.workflows.declaration import Workflow, WorkflowFile

# A hook passes names of documents that may, and need not, quote a configuration.
_PROSE = frozenset({".md", ".mdx", ".markdown", ".rst"})


@dataclass(frozen=True, slots=True)
class Reader:
    """What reading needs besides the input: settings, calibration, letters, keys.

    `mapping` tells what groups may do, for tokens that name nothing else.
    """

    settings: Settings
    calibration: Calibration
    letters: frozenset[str] = frozenset()
    keys: KeySet | None = None
    mapping: Rights | None = None

    def token(self, data: bytes, source: Source, against: "Workflow | None" = None) -> TokenSubject:
        """A captured token, verified where keys are given; `data` is not kept."""
        claimed = decode(data)
        return self.decoded(claimed.token, source, self._verification(data, claimed), against)

    def decoded(
        self,
        token: Token,
        source: Source,
        verification: tuple[str, str] = ("claimed", "not checked"),
        against: "Workflow | None" = None,
    ) -> TokenSubject:
        """A token that was decoded before; `verification` as a policy and as people read it."""
        subject = TokenSubject(
            token,
            source,
            self.settings,
            self.calibration,
            self.letters,
            *verification,
            mapping=self.mapping,
        )
        if against is None:
            return subject
        from tokenlint.policy.judgement import Judgement

        judgement = Judgement.of(against, subject.view, self.settings.limits, self.calibration)
        return replace(subject, judgement=judgement)

    def macaroon(self, data: bytes, source: Source) -> "MacaroonSubject":
        """A captured macaroon; `data` is not kept."""
        from tokenlint.credentials.macaroon.read import read_macaroon

        return self.read_macaroon(read_macaroon(data), source)

    def read_macaroon(self, macaroon: "Macaroon", source: Source) -> "MacaroonSubject":
        """A macaroon that was read before."""
        from tokenlint.policy.macaroon_subject import MacaroonSubject

        return MacaroonSubject(macaroon, source, self.settings, self.calibration)

    def proxy(
        self,
        data: bytes,
        source: Source,
        mode: int | None = None,
        against: "Workflow | None" = None,
    ) -> Inputs:
        """An X.509 proxy or another certificate; neither `data` nor its key is kept."""
        from tokenlint.credentials.proxy.read import read_proxy

        subject = self.read_proxy(read_proxy(data), source, mode, against)
        return Inputs((subject,), problems=subject.problems, texts=subject.texts())

    def read_proxy(
        self,
        proxy: "Proxy",
        source: Source,
        mode: int | None = None,
        against: "Workflow | None" = None,
    ) -> "ProxySubject":
        """A proxy that was read before; `mode` is that of its file."""
        from tokenlint.policy.proxy_subject import ProxySubject

        subject = ProxySubject(proxy, source, self.settings, self.calibration, mode, self.mapping)
        if against is None:
            return subject
        from tokenlint.policy.judgement import Judgement

        judgement = Judgement.of(against, subject.view, self.settings.limits, self.calibration)
        return replace(subject, judgement=judgement)

    def _verification(self, data: bytes, claimed: Claimed) -> tuple[str, str]:
        """A word of the policy input, and the words for the reader."""
        if self.keys is None or claimed.token.form is not Form.SIGNED:
            return "claimed", "not checked"
        match verify(data, claimed, self.keys):
            case Verified(key_id=key_id, keys_source=where):
                key = f"key {key_id}" if key_id else "a key without a name"
                return "verified", f"verified with {key} of {where}"
            case Unverified(reason=reason):
                return reason, f"NOT verified ({reason}) with the keys of {self.keys.source}"

    def workflows(self, data: bytes, path: Path) -> Inputs:
        """All workflows of one file, with its ignore comments."""
        from tokenlint.policy.secret_subject import secrets_among
        from tokenlint.policy.workflow_subject import WorkflowSubject
        from tokenlint.workflows.reader import read_workflows

        file = read_workflows(path, data)
        subjects = tuple(
            WorkflowSubject(workflow, self.settings, self.calibration, self.letters)
            for workflow in file.workflows
        )
        text = file.texts.get(str(path), "")
        held = secrets_among(file.texts, str(path), self.settings)
        return Inputs(
            (*subjects, *held.subjects),
            read_ignores(text, str(path)),
            (*file.problems, *held.problems),
            held.shown,
            documents=() if file.workflows else _inventory(file),
            veil=held.veil,
        )


def _inventory(file: "WorkflowFile") -> tuple[Document, ...]:
    """A file that declares services and no workflow was checked, too, and a report says so."""
    if not file.services:
        return ()
    count = len(file.services)
    known = {"services": f"{count} service{'s' if count != 1 else ''}"}
    name = file.source.file
    return (Document(name, "inventory", name, file.source, known),)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The inputs of a run, and the files by what they were recognised as.

    `unclaimed` are files that nobody knows, each with the reason.
    """

    inputs: Inputs
    files: Mapping[Path, str] = field(default_factory=dict)
    unclaimed: Mapping[Path, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to check."""
        return not (self.inputs.subjects or self.inputs.documents or self.inputs.problems)


def read_paths(paths: Iterable[Path], reader: Reader) -> Gathered:
    """Everything at or below the paths."""
    return read_found(find(paths), reader)


def read_found(every: Iterable[Found | Problem], reader: Reader) -> Gathered:
    """Everything in these files."""
    parts: list[Inputs] = []
    files: dict[Path, str] = {}
    tokens: list[TokenSubject] = []
    services = _Services(reader)
    for found in every:
        if isinstance(found, Problem):
            parts.append(Inputs(problems=(found,)))
            continue
        files[found.path] = found.kind
        if found.kind == WORKFLOWS:
            parts.append(reader.workflows(found.data, found.path))
        elif found.kind in BY_THEMSELVES:
            parts.append(BY_THEMSELVES[found.kind](found))
        elif found.kind == TOKEN:
            tokens.append(_token_file(found, reader))
        elif found.kind == MACAROON:
            macaroon = reader.macaroon(found.data, Source(str(found.path)))
            parts.append(with_macaroons([macaroon]))
        elif found.kind == PROXY:
            parts.append(reader.proxy(found.data, Source(str(found.path)), found.mode))
        elif kind := services.take(found):
            files[found.path] = kind
        elif found.named and found.path.suffix.lower() not in _PROSE:
            parts.append(Inputs(problems=(not_recognised(found.path),)))
    read = services.joined(together([*parts, with_tokens(tokens)]))
    return Gathered(read, files, services.unclaimed)


class _Services:
    """Configurations of services; their rooms are imported when the first file may be one."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._found: Configurations | None = None

    def take(self, found: Found) -> str:
        """What the file holds, empty where it is no configuration."""
        if not found.data:
            return ""
        if self._found is None:
            from tokenlint.configurations import Configurations

            self._found = Configurations()
        return self._found.take(found.path, found.data, named=found.named)

    def joined(self, inputs: Inputs) -> Inputs:
        """The inputs with the services, each workflow with the services that it may meet."""
        services = self._found.services() if self._found else ()
        if self._found is None or not services:
            return inputs if self._found is None else together([inputs, self._problems()])
        from tokenlint.policy.neighbours import Neighbours
        from tokenlint.policy.storages import at_declared_version
        from tokenlint.policy.workflow_subject import WorkflowSubject

        declared = [each.workflow for each in inputs.subjects if isinstance(each, WorkflowSubject)]
        services = tuple(at_declared_version(each, declared) for each in services)
        beside = Neighbours(services)
        subjects = tuple(
            replace(each, services=beside) if isinstance(each, WorkflowSubject) else each
            for each in (*inputs.subjects, *self._asked(services))
        )
        found = self._found.inputs(services, self._reader.settings, declared)
        return together([replace(inputs, subjects=subjects), found])

    def _asked(self, services: "Iterable[Service]") -> "tuple[WorkflowSubject, ...]":
        """The tokens that configurations make clients and brokers ask for."""
        from tokenlint.policy.workflow_subject import WorkflowSubject

        reader = self._reader
        return tuple(
            WorkflowSubject(workflow, reader.settings, reader.calibration, reader.letters)
            for service in services
            for workflow in service.requests
        )

    @property
    def unclaimed(self) -> "Mapping[Path, str]":
        """Files of no product, and why."""
        return self._found.unclaimed if self._found else {}

    def _problems(self) -> Inputs:
        return self._found.inputs((), self._reader.settings, ()) if self._found else Inputs()


def _token_file(found: Found, reader: Reader) -> TokenSubject:
    return reader.token(found.data, Source(str(found.path)))


def together(parts: Iterable[Inputs]) -> Inputs:
    """Several inputs as one; equal problems, as of an inventory that two files include, once."""
    parts = list(parts)
    return Inputs(
        tuple(subject for part in parts for subject in part.subjects),
        tuple(ignore for part in parts for ignore in part.ignores),
        tuple(dict.fromkeys(problem for part in parts for problem in part.problems)),
        {name: text for part in parts for name, text in part.texts.items()},
        tuple(dict.fromkeys(note for part in parts for note in part.notes)),
        tuple(document for part in parts for document in part.documents),
        reduce(or_, (part.veil for part in parts), Veil()),
    )
