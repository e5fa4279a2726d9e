import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.services.kubernetes.files import POD
from tokenlint.services.acceptance import Assembled, Service, Setting
from tokenlint.services.kubernetes.reader import assemble
from tokenlint.services.kubernetes.recognise import TOKENS
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text


def read(content: str) -> Assembled:
    return assemble([Piece(TOKENS, Text("k8s/pod.yaml", "pod.yaml", content))])


def service(content: str) -> Service:
    (only,) = read(content).services
    return only


def told(content: str, name: str) -> list[Setting]:
    return [each for each in service(content).acceptance.settings if each.name == name]


def test_a_token_for_a_service_is_a_request() -> None:
    (request,) = service(POD).requests
    assert (request.name, request.source.line) == (
        "the token storage-token for pods of Pod/gate",
        11,
    )
    assert request.request is not None
    assert (request.request.audience, request.request.lifetime) == (
        ("https://storage.example",),
        86_400,
    )
    assert request.request.places["/lifetime"].line == 13
    assert not request.request.scope_declared
    assert request.operations == ()


def test_a_token_for_the_api_server_is_a_setting() -> None:
    named, own = told(POD, "serviceaccounttoken.audience")
    assert (named.value, named.source.line) == ("https://storage.example", 12)
    assert (own.value, own.written, own.source.line) == ("the API server", False, 15)
    first, second = told(POD, "serviceaccounttoken.expirationseconds")
    assert (first.seconds, second.seconds, second.written) == (86_400, 3_600, False)


@pytest.mark.parametrize(
    "audience",
    [
        *("sts.amazonaws.com", "vault", "https://[x", "https://vault.example"),
        *("https://kubernetes.default.svc.cluster.local", "//iam.googleapis.com/projects/1"),
        "https://iam.googleapis.com/projects/1",
    ],
)
def test_others_are_no_grid_tokens(audience: str) -> None:
    assert service(POD.replace("https://storage.example", f"'{audience}'")).requests == ()


def test_automount_and_identities() -> None:
    (mount,) = told(POD, "automountserviceaccounttoken")
    assert (mount.value, mount.source.line) == ("false", 6)
    (role,) = told(POD, "eks.amazonaws.com/role-arn")
    assert role.value == "arn:aws:iam::1:role/x"


def test_helm_leaves_things_open() -> None:
    content = POD.replace("86400", "{{ .Values.seconds }}")
    (request,) = service(content).requests
    assert request.request is not None
    assert request.request.lifetime is None
    assert service(POD.replace("https://storage.example", "{{ .Values.url }}")).requests == ()
    opened = POD.replace("path: api-token", "path: api-token\n              {{- with .x }}")
    _, open_ = told(opened, "serviceaccounttoken.audience")
    assert not open_.known
    assert not told(opened, "serviceaccounttoken.expirationseconds")[1].known


def test_broken_yaml_is_a_problem_and_the_rest_is_read() -> None:
    found = read(POD + "  x: [\n")
    assert found.problems
    assert found.services


@settings(max_examples=examples(40))
@given(st.text(alphabet="serviAcountTk: -\n{}[]\"'&*", max_size=40), st.integers(0, len(POD)))
def test_any_text_is_read(noise: str, cut: int) -> None:
    read(noise)
    read(POD[:cut] + noise + POD[cut:])
