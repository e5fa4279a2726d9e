"""Which texts are taken for configurations of PanDA."""

import pytest

from tests.services.panda.files import text
from tokenlint.services.panda.recognise import (
    CLIENT,
    CREDENTIALS,
    HARVESTER,
    QUEUES,
    SERVER,
    SUBMIT,
    kind_of,
)

QUEUE = '{"a": {"submitter": {"module": "pandaharvester.harvestersubmitter.x"}}}'
AUTH = '{"client_id": "x", "vo": "a", "oidc_config_url": "u"}'
OURS = [
    ("panda_server.cfg", "", SERVER),
    ("panda_server.cfg.rpmnew.template", "", SERVER),
    ("other.cfg", "[server]\ntoken_authType = oidc\n", SERVER),
    ("panda_harvester.cfg", "", HARVESTER),
    ("h.cfg", "[credmanager]\nmoduleName = pandaharvester.x\n", HARVESTER),
    ("alpha_auth_config.json", AUTH, CLIENT),
    ("alpha.role_auth_config.json", "", CLIENT),
    ("x.json", AUTH, CLIENT),
    ("ce.json", '{"client_cred_file": "/x", "target_type": "ce"}', CREDENTIALS),
    ("panda_queueconfig.json", QUEUE, QUEUES),
    ("queues.json", QUEUE, QUEUES),
    ("grid.sdf", '+ScitokensFile = "{tokenPath}"\nqueue 1\n', SUBMIT),
    ("grid.jdl", "use_scitokens = True\n+harvesterID = {harvesterID}\n", SUBMIT),
]
OTHERS = [
    ("job.sub", "use_scitokens = true\nqueue 1\n"),
    ("server.cfg", "[server]\nport = 1\n"),
    ("config.json", '{"queues": {}}'),
    ("client.json", '{"client_id": "x", "client_secret": "y"}'),
    ("panda.md", "token_authType = oidc\n"),
    ("alpha_auth_config.json", '{"other": 1}'),
    ("panda_queueconfig.json", '{"other": 1}'),
]


@pytest.mark.parametrize(("name", "content", "kind"), OURS)
def test_ours(name: str, content: str, kind: str) -> None:
    assert kind_of(text(name, content)) == kind


@pytest.mark.parametrize(("name", "content"), OTHERS)
def test_others(name: str, content: str) -> None:
    assert kind_of(text(name, content)) is None


def test_inside_other_files() -> None:
    assert kind_of(text("values.yaml", QUEUE, embedded=True)) == QUEUES
    assert kind_of(text("docs.rst", "token_authType = oidc\n", embedded=True)) == SERVER
