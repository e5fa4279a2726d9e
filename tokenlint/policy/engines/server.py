"""The server engine: a real OPA elsewhere, for instance the one that a site already runs.

What may lie on the server beside our policies:
- The packages of tokenlint and of the site's rules are the same in every run,
  and OPA merges modules of one package. A module of anybody else in one of them could add to
  the findings or take from them, so the engine refuses to work beside it.
- Ids of policies begin with `tokenlint/` and the digest of the policies.
  Modules that were there before with the same id and text belong to another run, or an operator:
  they are used and left. All others are uploaded, and removed when the engine is closed.
- When another run removes what both use, they are uploaded again, once a question.
"""

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from tokenlint.errors import EngineError, Incomplete
from tokenlint.policy.engine import EngineFault, Facts, ServerOptions, Verdict
from tokenlint.policy.engines.batches import generated, judge
from tokenlint.policy.engines.opa_client import Opa
from tokenlint.policy.entry import ANSWERS, driver_package
from tokenlint.policy.policies import OWN, PolicySet, dotted
from tokenlint.policy.rego import Path as Package

_FOREIGN_SHOWN = 3


class ServerEngine:
    """Judges documents in arrays; `close` leaves the server as it was found."""

    name = "server"

    def __init__(self, policies: PolicySet, options: ServerOptions) -> None:
        self._policies = policies
        self._options = options
        self._expected = expected_modules(policies)
        self._uploaded: list[str] = []
        self._broken: Incomplete | None = None
        self._failed = False
        self._opa = Opa(options)
        try:
            self._prepare()
            self._version = self._ask_version()
        except BaseException:
            self._failed = True
            self.close()
            raise

    @property
    def version(self) -> str:
        """Such as `OPA 1.22.0 at https://opa.example`."""
        return self._version

    def _ask_version(self) -> str:
        try:
            return f"{self._opa.version_text()} at {self._opa.url}"
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return f"OPA at {self._opa.url}"  # it may keep its configuration to itself

    def _prepare(self) -> None:
        present = self._opa.modules()
        self._refuse_foreign(present)
        if self._options.readonly:
            self._verify(present)
        else:
            self._upload_missing(present)

    def _refuse_foreign(self, present: Mapping[str, Any]) -> None:
        """Modules in our packages that are not ours, under whatever id."""
        texts = {text: package for package, text in self._expected.values()}
        packages = [package for package, _ in self._expected.values()]
        foreign = [
            f"{name} ({dotted(package)})"
            for name, module in present.items()
            if (package := _package(module))
            and _overlaps(package, packages)
            and texts.get(str(module.get("raw"))) != package
        ]
        if foreign:
            shown = ", ".join(sorted(foreign)[:_FOREIGN_SHOWN])
            raise EngineError(
                f"{self._opa.url} holds {len(foreign)} other policies in the packages of this run:"
                f" {shown}",
                advice="another version of tokenlint runs there, or was killed; remove them first",
            )

    def _verify(self, present: Mapping[str, Any]) -> None:
        """Every module of ours is there, letter by letter, under whatever id."""
        held = {(_package(module), str(module.get("raw"))) for module in present.values()}
        missing = [dotted(pair[0]) for pair in self._expected.values() if pair not in held]
        if missing:
            shown = ", ".join(sorted(missing)[:_FOREIGN_SHOWN])
            raise EngineError(
                f"{self._opa.url} lacks {len(missing)} of the expected policies: {shown}",
                advice="load the policies of this version there, or drop --opa-readonly",
            )

    def _upload_missing(self, present: Mapping[str, Any]) -> None:
        held = {(_package(module), str(module.get("raw"))) for module in present.values()}
        for name, pair in self._expected.items():
            if pair not in held:
                if name not in self._uploaded:  # noted first: an interrupted upload is removed, too
                    self._uploaded.append(name)
                self._opa.upload(name, pair[1])

    def warm(self, kind: str = "") -> None:
        """Nothing is left to start."""

    def evaluate(self, documents: Sequence[Facts]) -> list[Verdict]:
        """As the protocol says; when the server fails midway, what was judged is kept."""
        verdicts = judge(documents, self._policies, self._ask, self._options.chunk)
        broken, self._broken = self._broken, None
        if broken and all(isinstance(each, EngineFault) for each in verdicts):
            raise broken
        if broken:
            lost = EngineFault(broken.reason, broken.advice)
            return [lost if each == _NO_ANSWER else each for each in verdicts]
        return verdicts

    def _ask(self, kind: str, documents: Sequence[Any]) -> object:
        path = (*driver_package(kind), ANSWERS)
        if self._broken is not None:
            return None
        try:
            answer = self._opa.ask(path, documents)
            if answer is None and not self._options.readonly:
                self._prepare()
                answer = self._opa.ask(path, documents)
        except Incomplete as error:
            self._broken = error
            self._failed = True
            return None
        return answer

    def close(self) -> None:
        """Remove what was uploaded, in reverse order: a policy goes before those it needs.

        Raises EngineError when something stays behind,
        except on a server whose failure `evaluate` has reported already.
        """
        try:
            while self._uploaded:
                self._remove(self._uploaded[-1])
                self._uploaded.pop()
        except EngineError:
            if not self._failed:
                raise
        finally:
            self._opa.close_connection()

    def _remove(self, name: str) -> None:
        try:
            self._opa.remove(name)
        except EngineError:
            if name in self._opa.modules():
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._failed |= error is not None  # that error is the one to hear of
        self.close()


_NO_ANSWER = EngineFault("the engine gave no answer for this document")


def expected_modules(policies: PolicySet) -> dict[str, tuple[Package, str]]:
    """Id -> package and text of all that the server must hold, in the order of their needs."""
    modules = {m.package: m.text for m in policies.closure(m.package for m in policies.modules)}
    modules |= generated(policies)
    prefix = f"{OWN}/{policies.digest[:16]}"
    return {
        f"{prefix}/{'/'.join(package)}.rego": (package, text) for package, text in modules.items()
    }


def _package(module: Mapping[str, Any]) -> Package:
    """The package of a listed module, without `data`; empty when OPA does not say."""
    try:
        return tuple(str(part["value"]) for part in module["ast"]["package"]["path"])[1:]
    except (KeyError, TypeError):
        return ()


def _overlaps(package: Package, ours: Sequence[Package]) -> bool:
    """Whether its rules could appear among ours: the same package, one inside or around it."""
    return package[0] == OWN or any(
        package[: len(each)] == each or each[: len(package)] == package for each in ours
    )
