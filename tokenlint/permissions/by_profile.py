"""Answers without a service's files: by the profile, or by what is known of a release."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from tokenlint.credentials.token import Dialect
from tokenlint.permissions.answer import Answer, Cause, Reason, Remedy
from tokenlint.permissions.bearer import Bearer, with_scopes
from tokenlint.permissions.beforehand import beforehand
from tokenlint.permissions.products import by_product
from tokenlint.permissions.scopes import Scoped, by_scopes, path_of
from tokenlint.policy.reach import cut
from tokenlint.policy.release import Release
from tokenlint.privilege.endpoint import same_endpoint
from tokenlint.privilege.operation import Operation, least_capability
from tokenlint.services.decision import Ask, Verdict

JOBS = ("compute.read", "compute.create", "compute.modify", "compute.cancel")
"""All that there is for jobs: a product may want several together."""
_SCITOKENS = {
    **dict.fromkeys((Operation.STAT, Operation.LIST, Operation.READ), "read"),
    **dict.fromkeys((Operation.CREATE, Operation.MKDIR, Operation.RENAME), "write"),
    **dict.fromkeys((Operation.OVERWRITE, Operation.RENAME_OVER, Operation.DELETE), "write"),
}


@dataclass(frozen=True, slots=True)
class ByProfile:
    """A judge that knows scopes only: of WLCG profile 1.3, or of a release of a product.

    `endpoint` is the audience that the service knows itself by, empty where any will do;
    `at` the judged instant in seconds since the epoch.
    """

    bearer: Bearer
    at: int
    endpoint: str = ""
    release: Release | None = None

    def answer(self, ask: Ask) -> Answer:
        """Yes where nothing speaks against it; what refuses it comes before what is open."""
        scoped = self._scoped(ask, self.bearer)
        before = (*beforehand(self.bearer, self.at), *self._elsewhere())
        parts = [*before, (scoped.verdict, scoped.reason)]
        for verdict in (Verdict.DENIED, Verdict.DEPENDS):
            if reasons := tuple(reason for each, reason in parts if each is verdict):
                return Answer(ask, verdict, reasons)
        return Answer(ask, Verdict.ALLOWED, (scoped.reason,))

    def explain(self, ask: Ask) -> Answer:
        """The answer, and the least change with which a no would be a yes."""
        answer = self.answer(ask)
        if ask.operation is Operation.LIST and self.release is None:
            answer = replace(answer, reasons=(_LISTING, *answer.reasons))
        settled = not self.bearer.presented or beforehand(self.bearer, self.at)
        if answer.verdict is Verdict.ALLOWED or settled:
            return answer
        audience = self.endpoint if any(self._elsewhere()) else ""
        tried = ((), (least_scope(ask, self.bearer.dialect),), JOBS)
        passing = (each for each in tried if self._passes_with(ask, each))
        remedies = (Remedy(scopes, audience) for scopes in islice(passing, 1))
        return replace(answer, remedies=tuple(remedies))

    def _passes_with(self, ask: Ask, scopes: tuple[str, ...]) -> bool:
        bearer = with_scopes(self.bearer, scopes) if scopes else self.bearer
        return self._scoped(ask, bearer).verdict is Verdict.ALLOWED

    def _scoped(self, ask: Ask, bearer: Bearer) -> Scoped:
        if self.release is None or not bearer.presented:  # the rows are about tokens
            return by_scopes(bearer, ask)
        return by_product(bearer, ask, self.release)

    def _elsewhere(self) -> Iterator[tuple[Verdict, Reason]]:
        """Audiences are compared letter by letter (profile 1.3 section 2.1.1, `aud`)."""
        audience, endpoint = self.bearer.audience, self.endpoint
        if not endpoint or audience.endpoints is None or endpoint in audience.endpoints:
            return
        names = sorted(audience.endpoints)
        near = [name for name in names if same_endpoint(name, endpoint)]
        for_whom = ", ".join(cut(name) for name in names[:3]) or "nobody"
        says = f"it is for {for_whom}, and not for {cut(endpoint)}"
        if near:
            says += "; both spell one endpoint, and audiences are compared letter by letter"
        yield Verdict.DENIED, Reason(Cause.AUDIENCE, says, self.bearer.places.get("aud"))


_LISTING = Reason(
    Cause.SCOPE, "the profile leaves listing open, and storage products ask for storage.read"
)


def least_scope(ask: Ask, dialect: Dialect) -> str:
    """The least scope to ask for; in SciTokens, whose `write` also deletes, where they have one."""
    if dialect is Dialect.SCITOKENS and ask.operation in _SCITOKENS:
        return f"{_SCITOKENS[ask.operation]}:{ask.path}"
    return str(least_capability(ask.operation, path_of(ask)))
