"""The library engine: a real OPA in this process (extra `library`).

Its policies are compiled and tried when the engine is opened: adding a policy only parses it.
An evaluation in this process cannot be cut short; for policies that are not trusted to end,
the embedded engine has a time limit.
"""

from collections.abc import Sequence
from importlib import import_module
from types import TracebackType
from typing import Any, Self

from tokenlint.errors import EngineError, PolicyError
from tokenlint.policy.engine import Facts, Verdict
from tokenlint.policy.engines.batches import CHUNK, NotEvaluated, generated, judge
from tokenlint.policy.entry import ANSWERS, driver_package
from tokenlint.policy.policies import PolicySet

_DISTRIBUTION = "opa-golib-python-bindings"


class LibraryEngine:
    """Judges documents in arrays, by one prepared query a kind."""

    name = "library"

    def __init__(self, policies: PolicySet) -> None:
        self._policies = policies
        self._bindings = _bindings()
        self._opa = self._bindings.OpaEngine()
        self._opa.print_handler = lambda *_: None  # a policy's prints belong to no output
        try:
            self._load()
        except BaseException:
            self.close()
            raise

    def _load(self) -> None:
        modules = {module.file: module.text for module in self._policies.modules}
        for package, text in generated(self._policies).items():
            modules["/".join(package) + ".rego"] = text
        try:
            for file, text in modules.items():
                self._opa.add_policy(file, text)
            for kind in self._policies.kinds:
                self._opa.eval_document(_query(kind), [])
        except self._bindings.OpaError as error:
            reason = f"OPA does not accept the policies: {error.message}"
            raise PolicyError(reason, advice="`opa check` says the same") from error

    @property
    def version(self) -> str:
        """The distribution and its version; it does not tell that of the OPA inside."""
        from importlib.metadata import PackageNotFoundError, version

        try:
            return f"{_DISTRIBUTION} {version(_DISTRIBUTION)}"
        except PackageNotFoundError:  # on the path, but not installed
            return f"{_DISTRIBUTION}, version unknown"

    def warm(self, kind: str = "") -> None:
        """Nothing is left to start."""

    def evaluate(self, documents: Sequence[Facts]) -> list[Verdict]:
        """As the protocol says; documents that cannot be judged have a fault for a verdict."""
        return judge(documents, self._policies, self._ask, CHUNK)

    def _ask(self, kind: str, documents: Sequence[Any]) -> object:
        try:
            answers: object = self._opa.eval_document(_query(kind), list(documents))
        except self._bindings.OpaUndefinedError:
            return None
        except self._bindings.OpaError as error:
            raise NotEvaluated(error.message) from error
        return answers

    def close(self) -> None:
        """Give back OPA's memory."""
        self._opa.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _query(kind: str) -> str:
    return ".".join((*driver_package(kind), ANSWERS))


def _bindings() -> Any:
    try:
        return import_module("opa_bindings")
    except (ImportError, OSError) as error:
        raise EngineError(
            f"the library engine needs {_DISTRIBUTION}: {error}",
            advice="install wlcg-tokenlint[library], or choose another engine",
        ) from error
