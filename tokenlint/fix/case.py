"""One finding with all that its repair needs to know, and the words of the refusals."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tokenlint.fix.edit import Change, Edit, FixPlan, NotFixed
from tokenlint.fix.held import Held
from tokenlint.fix.listing import Listing, listing_of
from tokenlint.policy.finding import Finding, Report
from tokenlint.policy.subject import Subject
from tokenlint.policy.suppress import Ignore
from tokenlint.policy.workflow_subject import WorkflowSubject
from tokenlint.source import Pointer, Source
from tokenlint.workflows.declaration import TokenRequest


@dataclass(frozen=True, slots=True)
class Case:
    """A finding, what it is about, and the files of the run by name."""

    finding: Finding
    subject: Subject | None
    files: Mapping[str, Held] = field(repr=False)
    limits: Mapping[str, int] = field(repr=False)
    report: Report = field(repr=False)
    ignore: Ignore | None = None

    @property
    def source(self) -> Source:
        """The first place of the finding."""
        return self.finding.locations[0].source

    @property
    def held(self) -> Held:
        """The file that the first place is in."""
        return self.file(self.source.file)

    def file(self, name: str) -> Held:
        """A file of the run; raises NotFixed for what is none, or cannot be written back."""
        if name not in self.files:
            raise NotFixed("it stands in no file of this run that can be edited")
        return self.files[name]


@dataclass(frozen=True, slots=True)
class Asked:
    """The token that a declared workflow asks for, as it is written."""

    case: Case
    subject: WorkflowSubject
    request: TokenRequest

    @classmethod
    def of(cls, case: Case) -> "Asked":
        """Raises NotFixed where nobody declared a request."""
        subject = case.subject
        if not isinstance(subject, WorkflowSubject) or subject.workflow.request is None:
            raise NotFixed("it is about no declared request")
        if subject.workflow.derived:
            raise NotFixed("the request follows from a product's configuration, in several lines")
        return cls(case, subject, subject.workflow.request)

    @property
    def held(self) -> Held:
        """The file of the declaration."""
        return self.case.file(self.subject.workflow.source.file)

    def pointer(self, inner: Pointer) -> Pointer:
        """A pointer into the file, of one into the declaration."""
        return self.subject.workflow.places[""].pointer + inner

    def listing(self, inner: Pointer) -> Listing:
        """The words at a pointer into the declaration. Raises NotFixed where there are none."""
        node = self.subject.workflow.places.node(inner)
        if node is None:
            raise NotFixed(f"the declaration has no {inner.rpartition('/')[2]}")
        return listing_of(self.held, node.node)

    def at(self, facts: Pointer, count: int) -> Iterator[int]:
        """The indexes of a list of the facts (`/credential/items`) that the finding points to."""
        told = {location.source for location in self.case.finding.locations}
        for index in range(count):
            if self.subject.location(f"{facts}/{index}").source in told:
                yield index

    def one_at(self, facts: Pointer, count: int) -> int:
        """The only such index; raises NotFixed where it cannot be told."""
        told = self.case.source
        found = [
            index
            for index in range(count)
            if self.subject.location(f"{facts}/{index}").source == told
        ]
        if len(found) != 1:
            raise NotFixed("its place in the text cannot be told, as escapes are written there")
        return found[0]

    def plan(
        self,
        inner: Pointer,
        edits: Sequence[Edit],
        value: object,
        says: str,
        *,
        safe: bool = False,
    ) -> FixPlan:
        """Edits after which the declaration says `value` at a pointer, and else the same."""
        change = Change(self.pointer(inner), value)
        return FixPlan(
            self.held.name, tuple(edits), self.case.finding, says, safe=safe, changes=(change,)
        )
