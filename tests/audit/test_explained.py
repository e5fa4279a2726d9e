"""How many addresses and services explain themselves."""

from pathlib import Path

from tests.audit.making import SERVICE, START, counted, event, facts
from tests.conftest import ROOT
from tokenlint.audit.explained import ADDRESSES, Explained, explained
from tokenlint.audit.finish import finished
from tokenlint.audit.outcome import Audit, Cause
from tokenlint.cli.reading import workflow_named


def told(lines: list[object], most: Explained, **changes: object) -> Audit:
    tally = counted(lines, [facts(**changes)])  # type: ignore[arg-type]
    return finished(tally, inputs=1, tokens=1, explained=most, lines={})


def test_one_host_has_two_addresses() -> None:
    lines = [event(client=f"192.0.2.{n}", line=n) for n in (1, 2)]
    assert told(lines, Explained()).noted == ()
    (noted,) = told([*lines, event(client="192.0.2.3", line=3)], Explained()).noted
    assert (noted.cause, noted.addresses, noted.explained) == (Cause.MANY_CLIENTS, 3, ADDRESSES)
    (note,) = told([*lines, event(client="192.0.2.3", line=3)], Explained()).notes
    assert note.startswith("2 addresses of one token explain themselves: one host")
    assert [seen.event.client for seen in noted.seen] == ["192.0.2.1", "192.0.2.2", "192.0.2.3"]


def test_spellings_of_one_service_are_one() -> None:
    lines = [event(service=name, line=n) for n, name in enumerate((SERVICE, "se.example:443"), 1)]
    assert told(lines, Explained()).noted == ()


def test_an_audience_explains_as_many_services_as_it_names() -> None:
    audience = [SERVICE, "https://two.example"]
    lines = [event(service=name, line=n) for n, name in enumerate(audience, 1)]
    assert told(lines, Explained(), aud=audience).noted == ()
    found = told(lines, Explained(services=1), aud=audience).noted
    assert [(each.cause, each.services) for each in found] == [(Cause.MANY_SERVICES, 2)]


def test_numbers_of_the_user_win() -> None:
    assert explained(None, 7, 3) == Explained(7, 3, "as --addresses says")
    assert explained(None) == Explained()


def test_the_kind_of_a_workflow_explains_addresses() -> None:
    file = ROOT / "examples" / "dirac-no-audience.yaml"
    workflow = workflow_named(f"{file}#transfer-per-file")[0]
    most = explained(workflow)
    lines = [event(client=f"192.0.2.{n}", line=n) for n in range(1, 30)]
    assert told(lines, most).noted == ()
    assert "third-party-copy" in most.because


def test_services_are_those_that_a_workflow_uses(tmp_path: Path) -> None:
    """Not all that its file knows; those are counted where it declares no operation."""
    (tmp_path / "w.yaml").write_text(DECLARED)
    uses, idle = (
        workflow_named(f"{tmp_path}/w.yaml#{name}")[0] for name in ("uses-two", "uses-none")
    )
    assert explained(uses).services == 2
    assert explained(idle).services == 3, "spellings of one endpoint are one"
    assert explained(uses, services=5).services == 5


def test_a_token_for_any_service_explains_one() -> None:
    lines = [event(service=f"https://s{n}.example", line=n) for n in range(1, 3)]
    found = told(lines, Explained(), aud=None).noted
    assert [(each.cause, each.services, each.explained) for each in found] == [
        (Cause.MANY_SERVICES, 2, 1)
    ]
    assert Explained().services_of(0) == 1


def test_the_first_example_is_of_the_token_that_was_used_most_widely() -> None:
    busy = [event(client=f"192.0.2.{n % 3}", line=n) for n in range(1, 30)]
    wide = [event(client=f"198.51.100.{n}", token_id="token-2", line=40 + n) for n in range(4)]
    tally = counted([*busy, *wide], [facts(1), facts(2)])
    (noted,) = finished(tally, inputs=1, tokens=2, explained=Explained(), lines={}).noted
    assert (noted.tokens, noted.addresses, noted.count) == (2, 4, 33)
    assert {seen.event.token_id for seen in noted.seen} == {"token-2"}


DECLARED = """\
tokenlint: workflows/1
services:
  one: {kind: storage, audience: "https://one.example"}
  two: {kind: storage, audience: "https://two.example"}
  too: {kind: storage, audience: "https://two.example:443"}
  three: {kind: storage, audience: "https://three.example"}
workflows:
  uses-two:
    kind: deletion
    operations:
      - {operation: delete, service: one, path: /a}
      - {operation: read, service: one, path: /a}
      - {operation: read, service: two, path: /a}
  uses-none: {kind: deletion}
"""


def test_the_time_is_that_of_the_logs() -> None:
    audit = told([event(line=1), event(line=2, time=START + 90.0)], Explained())
    assert (audit.first, audit.last) == (START + 60, START + 90)
