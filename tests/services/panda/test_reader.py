"""No text makes the readers of PanDA raise."""

from hypothesis import given
from hypothesis import strategies as st

from tests.services.panda.files import text
from tokenlint.services.panda.reader import assemble
from tokenlint.services.panda.recognise import (
    CLIENT,
    CREDENTIALS,
    HARVESTER,
    QUEUES,
    SERVER,
    SUBMIT,
)
from tokenlint.services.pieces import Piece

KINDS = (SERVER, CLIENT, HARVESTER, CREDENTIALS, QUEUES, SUBMIT)
BITS = [
    "[server]\n",
    "[credmanager]\n",
    "pluginConfigs = ",
    " [\n",
    " {\n",
    ' "module": "iam_token_cred_manager",\n',
    ' "configs": {"a": {"target_type": "ce"}}\n',
    ' "submitter": {"tokenDir": "/prod"}\n',
    "\n }\n",
    "\n ]\n",
    "token_authType = oidc\n",
    "token_issuers : a, ,b\n",
    '+ScitokensFile = "\n',
    "{{ x }}\n",
    "\r",
    "\t",
]


@given(st.lists(st.sampled_from(BITS) | st.text(max_size=8), max_size=20).map("".join))
def test_never_raises(content: str) -> None:
    assembled = assemble([Piece(kind, text("f", content)) for kind in KINDS])
    assert [each.acceptance.product for each in assembled.services] == ["panda", "harvester"]


@given(st.lists(st.sampled_from(BITS[2:10]), max_size=20).map("".join))
def test_never_raises_on_a_manager(content: str) -> None:
    assemble([Piece(HARVESTER, text("f", f"[credmanager]\n{content}"))])


def test_nothing() -> None:
    assert assemble([]).services == ()
