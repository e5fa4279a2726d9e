import json

from hypothesis import given
from hypothesis import strategies as st

from tests.services.iam.files import ENV, PACKAGED, YAML, made, matchers, text
from tokenlint.services.iam.reader import assemble
from tokenlint.services.iam.recognise import APPLICATION, CLIENTS, ENVIRONMENT
from tokenlint.services.pieces import Piece

_CLIENT = json.dumps({"clientId": "a", "grantTypes": ["x"], "scope": "a b", "active": 1}, indent=1)
_BITS = [
    *YAML.splitlines(keepends=True),
    *PACKAGED.splitlines(keepends=True),
    *ENV.splitlines(keepends=True),
    *_CLIENT.splitlines(keepends=True),
    *matchers("type: path, prefix: a, path: /", "type: regexp, regexp: '(a'").splitlines(True),
    "environment:\n- IAM_A=b\n- IAM_B=c\n",
    "{{ if x }}\n",
    "\r\n",
    "scope: [matchers]\n",
    "spring.profiles: x\n---\n",
    ": \n",
]


def test_one_service_for_an_iam_and_one_for_its_clients() -> None:
    found = made(
        ("application.yml", YAML),
        ("clients.json", f'[{_CLIENT[:-2]}, "reuseRefreshToken": true}}]'),
    )
    first, second = (each.acceptance for each in found.services)
    assert (first.product, first.service, first.name) == ("indigo-iam", "issuer", "application.yml")
    assert (second.title, second.name) == ("INDIGO IAM clients", "clients.json")


def test_what_is_broken_is_told_at_its_line() -> None:
    found = made(("application.yml", YAML + "  : [\n"))
    assert [(each.kind, each.source.file) for each in found.problems] == [
        ("syntax", "application.yml")
    ]
    assert len(found.services) == 1


def test_more_environments_than_are_read_are_told() -> None:
    content = "- environment:\n    IAM_DB_HOST: x\n    IAM_BASE_URL: y\n" * 60
    found = made(("compose.yml", content))
    assert [each.kind for each in found.problems] == ["limit"]
    assert len(found.services) == 50


@given(st.lists(st.one_of(st.sampled_from(_BITS), st.text(max_size=8)), max_size=25))
def test_any_text_is_read_without_an_exception(bits: list[str]) -> None:
    content = "".join(bits)
    names = {APPLICATION: "application.yml", ENVIRONMENT: "iam.env", CLIENTS: "clients.json"}
    assemble([Piece(kind, text(name, content)) for kind, name in names.items()])
    assemble([Piece(ENVIRONMENT, text("compose.yml", content))])
    assemble([Piece(APPLICATION, text("page.md", content, embedded=True))])
