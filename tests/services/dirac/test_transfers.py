"""Tokens for transfers by FTS."""

from tests.services.dirac.files import nested, service
from tokenlint.workflows.declaration import Workflow

AGENT = nested("Systems/DataManagement/Production/Agents/FTS3Agent", "UseTokens = True")


def storages(base: str, own: str) -> str:
    return nested(
        "Resources",
        nested("StorageElementBases/BASE", base) + nested("StorageElements/DISK", own),
    )


OWN = "BaseSE = BASE\nHTTPS\n{\nPath = /pnfs/one/data\n}"
BASE = "TokenSupport = yes\nWLCGTokenBasePath = /pnfs/one"


def asked(content: str) -> dict[str, Workflow]:
    return {each.name: each for each in service(dirac__cfg=content).requests}


def scopes(workflow: Workflow) -> list[str]:
    assert workflow.request is not None
    return [item.text for item in workflow.request.scope_items]


def test_source_and_destination() -> None:
    found = asked(AGENT + storages(BASE, OWN))
    assert {name: scopes(each) for name, each in found.items()} == {
        "transfers from DISK": ["storage.read:/data/a-file", "offline_access"],
        "transfers to DISK": [
            "storage.modify:/data/a-file",
            "storage.read:/data/a-file",
            "offline_access",
        ],
    }
    for each in found.values():
        assert each.request is not None
        assert each.request.audience is None
        assert each.request.refresh_requested


def test_an_option_of_its_own_wins() -> None:
    assert not asked(AGENT + storages(BASE, f"TokenSupport = no\n{OWN}"))
    assert len(asked(AGENT + storages("Path = 1", f"{BASE}\n{OWN}"))) == 2


def test_only_where_both_are_switched_on() -> None:
    assert not asked(storages(BASE, OWN))
    assert not asked(AGENT.replace("True", "False") + storages(BASE, OWN))
    assert not asked(AGENT + storages("WLCGTokenBasePath = /pnfs/one", OWN))


def test_without_a_base_path_no_token_is_asked_for() -> None:
    assert not asked(AGENT + storages("TokenSupport = True", OWN))
    assert not asked(AGENT + storages("TokenSupport = True\nWLCGTokenBasePath = /eos", OWN))


def test_the_area_of_the_tokens_itself() -> None:
    found = asked(AGENT + storages(BASE, OWN.replace("/pnfs/one/data", "/pnfs/one")))
    assert scopes(found["transfers from DISK"])[0] == "storage.read:/a-file"


def test_bases_in_a_circle() -> None:
    content = nested(
        "Resources",
        nested("StorageElementBases/A", "BaseSE = A") + nested("StorageElements/D", "BaseSE = A"),
    )
    assert not asked(AGENT + content)


def test_a_path_that_a_template_fills_in() -> None:
    assert not asked(AGENT + storages(BASE, OWN.replace("/data", "/${AREA}")))
