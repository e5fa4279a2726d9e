"""Harvester: the tokens that its credential manager asks for, and whom it sends them with."""

import json

import pytest

from tests.services.panda.files import acceptance, made, service
from tokenlint.workflows.declaration import Workflow

CONFIG = """\
[pandacon]
pandaURLSSL = https://panda.example:25443/server/panda

[credmanager]
moduleName =
pluginConfigs =
  [
    {
      "module": "pandaharvester.harvestercredmanager.iam_token_cred_manager",
      "name": "IamTokenCredManager",
      "configs": {
        "ce_prod": {
          "target_type": "ce",
          "lifetime": 345600
        }
      }
    },
    {
      "module": "pandaharvester.harvestercredmanager.no_voms_cred_manager",
      "configs": {"other": {"target_type": "ce"}}
    }
  ]

[frontend]
verifyToken = False
"""
TARGET = '"target_type": "ce"'


def requests(setup: str) -> tuple[Workflow, ...]:
    content = CONFIG.replace(TARGET, setup, 1)
    return service({"panda_harvester.cfg": content}).requests


def test_a_token_for_each_computing_element() -> None:
    (workflow,) = requests(TARGET)
    assert workflow.request is not None
    assert workflow.name == "ce_prod: computing elements"
    assert workflow.kind == "pilot-submission"
    assert [item.text for item in workflow.request.scope_items] == [
        "compute.read",
        "compute.modify",
        "compute.create",
        "compute.cancel",
    ]
    assert "audience" in workflow.request.unknown
    assert workflow.request.lifetime is None
    assert (workflow.source.line, workflow.source.column) == (13, 27)


def test_other_targets() -> None:
    (workflow,) = requests('"target_type": "common", "target_list": ["https://se.example"]')
    assert workflow.request is not None
    assert workflow.request.audience == ("https://se.example",)
    assert not workflow.request.scope_declared
    assert requests('"target_type": "panda"') == ()
    assert requests('"target_type": "{{ type }}"') == ()


def test_a_target_that_it_does_not_know() -> None:
    content = CONFIG.replace(TARGET, '"target_type": "storage"', 1)
    (dead,) = acceptance({"panda_harvester.cfg": content}).dead
    assert (dead.what.text, dead.reason) == ("storage", "ignored-value")


def test_settings() -> None:
    found = {each.name: each for each in acceptance({"panda_harvester.cfg": CONFIG}).settings}
    front = found["frontend/verifytoken"]
    assert (front.value, front.source.line) == ("false", 25)
    lifetime = found["iam_token_cred_manager/lifetime"]
    assert (lifetime.seconds, lifetime.written, lifetime.source.line) == (345600, True, 14)
    refresh = found["iam_token_cred_manager/refresh_interval"]
    assert (refresh.seconds, refresh.written) == (3600, False)


@pytest.mark.parametrize("value", ["[", '[{"module": 1}]', "{}", "[1, 2]", "${X}", ""])
def test_odd_values(value: str) -> None:
    content = f"[credmanager]\npluginConfigs = {value}\nmodule = pandaharvester\n"
    (only,) = made({"panda_harvester.cfg": content}).services
    assert only.requests == ()


def test_a_break_in_the_value_is_told_at_its_line() -> None:
    content = CONFIG.replace("345600\n", "345600,,\n")
    (problem, *_) = made({"panda_harvester.cfg": content}).problems
    assert problem.source.line == 14


def test_a_setup_in_a_file_of_its_own() -> None:
    content = '{"client_cred_file": "/x.json", "target_type": "ce"}'
    (workflow,) = service({"ce.json": content}).requests
    assert workflow.name == "ce.json: computing elements"


def queue(**folders: str) -> dict[str, object]:
    return {"submitter": {"module": "pandaharvester.harvestersubmitter.x", **folders}}


def shared(queues: dict[str, object]) -> list[tuple[str, int]]:
    content = json.dumps(queues, indent=1)
    found = acceptance({"panda_queueconfig.json": content}).settings
    return [(e.value, e.source.line) for e in found if e.name == "tokendir for analysis"]


def test_analysis_with_the_tokens_of_production() -> None:
    production = queue(tokenDir="/t/one", tokenDirAnalysis="/t/two")
    assert shared({"A_production": production, "A_analysis": queue(tokenDir="/t/one")}) == [
        ("/t/one", 12)
    ]
    assert shared({"US_ANALY_pull": queue(tokenDir="/tokens/ce/prod")})
    assert shared({"UNIFIED": queue(tokenDir="/t/ce/prod", tokenDirAnalysis="/t/ce/prod")})


def test_folders_of_their_own() -> None:
    production = queue(tokenDir="/t/one", tokenDirAnalysis="/t/two")
    assert not shared({"A_production": production, "A_analysis": queue(tokenDir="/t/two")})
    assert not shared({"ANALYSTS": queue(tokenDir="/t/prod"), "SITE": queue(tokenDir="/t/prod")})
    assert not shared({"A_analysis": queue(tokenDir="/products/t")})
    assert not shared({"A_analysis": queue(tokenDir="/${DIR}/prod")})
    assert not shared({"A_analysis": {"submitter": []}, "B_analysis": []})


def test_templates_of_submissions() -> None:
    line = '+ScitokensFile = "/t/ce/prod/{tokenFilename}"\nqueue 1\n'
    found = acceptance({"analysis.sdf": line}).settings
    assert [(each.name, each.source.column) for each in found] == [
        ("+scitokensfile", 19),
        ("tokendir for analysis", 19),
    ]
    names = [each.name for each in acceptance({"grid.sdf": line}).settings]
    assert names == ["+scitokensfile"]
