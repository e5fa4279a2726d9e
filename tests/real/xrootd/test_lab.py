"""The parts of the lab that need no server: what is sent, how it is judged and predicted."""

import shutil
import subprocess
from pathlib import Path

import pytest
from msgspec import structs

from tests.real.xrootd.authority import write_certificates
from tests.real.xrootd.cells import Cell, Outcome, judge
from tests.real.xrootd.comparison import Standing, differences, standing
from tests.real.xrootd.configurations import Configuration, configurations
from tests.real.xrootd.demands import HERE_AND_AROUND, NEW, Answer, Demand
from tests.real.xrootd.plan import part, whole
from tests.real.xrootd.prediction import Model
from tests.real.xrootd.tokens import KINDS
from tests.real.xrootd.tree import Snapshot, Tree
from tokenlint.privilege.operation import Operation

PLACES = {"ETC": "/etc/xrootd", "ROOT": "/srv", "HTTP": "8443", "STATE": "/var/spool/xrootd"}
NEWEST = "6.2.1"
EVERY = configurations()
REFUSED = [each for each in EVERY if each.refused is not None]
STARTING = [each for each in EVERY if each.refused is None]
F, G = "/data/foo/f.txt", "/data/foo/g.txt"


def model_of(configuration: Configuration) -> Model:
    return Model.of(configuration.filled(PLACES), NEWEST)


@pytest.fixture
def stored(tmp_path: Path) -> tuple[Tree, Snapshot]:
    tree = Tree(tmp_path / "root", None)
    return tree, tree.make()


def test_what_a_request_changed_is_put_back(stored: tuple[Tree, Snapshot]) -> None:
    tree, before = stored
    (tree.root / "data/foo/deep").mkdir()
    (tree.root / "data/foo/deep/new.txt").write_bytes(NEW)
    (tree.root / "data/other/f.txt").unlink()
    (tree.root / "outside/f.txt").write_bytes(NEW)
    changed = tree.snapshot()
    assert changed != before
    tree.restore(changed, before)
    assert tree.snapshot() == before


@pytest.mark.parametrize("demand", HERE_AND_AROUND, ids=str)
def test_a_request_is_judged_by_what_is_stored(
    demand: Demand, stored: tuple[Tree, Snapshot]
) -> None:
    _, before = stored
    done, elsewhere = Answer("200", saw=True), before | {"/elsewhere": NEW}
    assert judge(demand, done, before, demand.after(before)) is Outcome.ALLOWED
    assert judge(demand, done, before, elsewhere) is Outcome.PARTIAL
    # A server that says yes and does nothing has refused.
    assert judge(demand, Answer("200"), before, before) is Outcome.DENIED


def test_a_rename_moves_the_content(stored: tuple[Tree, Snapshot]) -> None:
    _, before = stored
    after = Demand(Operation.RENAME_OVER, F, G).after(before)
    assert F not in after
    assert after[G] == before[F]


def test_tokens_of_configurations_are_known() -> None:
    assert not [(each.name, name) for each in EVERY for name in each.tokens if name not in KINDS]


def test_every_place_is_filled() -> None:
    texts = [text for each in EVERY for text in each.filled(PLACES).values()]
    assert not [text for text in texts if any(f"@{name}@" in text for name in PLACES)]


def test_the_part_is_a_part_of_the_whole() -> None:
    requests = {visit.configuration.name: set(visit.requests) for visit in whole(EVERY)}
    for visit in part(EVERY):
        assert set(visit.requests) <= requests[visit.configuration.name]


def test_claims_and_credential_say_the_same() -> None:
    for kind in KINDS.values():
        presented, claims = kind.presented(), kind.claims()
        assert presented.issuer == kind.issuer
        if kind.issuer is not None:
            assert " ".join(presented.scopes) == claims.get("scope", "")
            assert list(presented.groups) == claims.get("wlcg.groups", [])


@pytest.mark.parametrize(
    "configuration",
    [each for each in EVERY if each.refused is not None],
    ids=lambda each: each.name,
)
def test_the_reader_tells_what_no_server_starts_with(configuration: Configuration) -> None:
    told = any("does not start" in problem for problem in model_of(configuration).problems)
    assert told == (not configuration.unseen)


@pytest.mark.parametrize("configuration", STARTING, ids=lambda each: each.name)
def test_the_reader_makes_one_service_of_what_servers_start_with(
    configuration: Configuration,
) -> None:
    model = model_of(configuration)
    assert model.answers is not None
    assert not model.problems


def test_a_difference_is_explained_only_where_an_entry_covers_it() -> None:
    cell = Cell(
        version="5.5.3",
        configuration="base",
        token="create",
        protocol="xrdfs",
        operation="create",
        path="/data/foo/new.txt",
        status="54",
        outcome=Outcome.DENIED,
        predicted="allowed",
        because=[],
        depends_on=[],
    )
    assert standing(cell) is Standing.DISAGREE
    (difference,) = differences([cell])
    assert difference.explanation is not None
    (difference,) = differences([structs.replace(cell, version="6.2.1")])
    assert difference.explanation is None


def test_openssl_finds_the_authority_by_its_name(tmp_path: Path) -> None:
    write_certificates(tmp_path)
    (found,) = (tmp_path / "authorities").iterdir()
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is missing")
    told = subprocess.run(
        [openssl, "x509", "-noout", "-hash", "-in", found],
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    assert found.name == f"{told.stdout.strip()}.0"
