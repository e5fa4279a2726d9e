import pytest

from tests.services.topology.files import NAMESPACES, credentials, namespace, text
from tokenlint.services.topology.recognise import VO, kind_of


@pytest.mark.parametrize(
    "content",
    [credentials("URL: https://issuer.example"), NAMESPACES + namespace("/a", "PUBLIC")],
)
def test_parts_that_decide_about_tokens(content: str) -> None:
    assert kind_of(text(content, "x/y.yaml")) == VO
    assert kind_of(text(content, "README.md", embedded=True)) == VO
    assert kind_of(text(content, "README.md")) is None


def test_an_organisation_without_them_by_its_folder() -> None:
    assert kind_of(text("ID: 7\nLongName: Alpha\n")) == VO
    assert kind_of(text("ID: 7\nLongName: Alpha\n", "x/ALPHA.yaml")) is None


@pytest.mark.parametrize(
    "content", ["TokenIssuers: []\n", "Credentials:\n  user: x\n", "a: TokenIssuers\n", ""]
)
def test_files_of_others(content: str) -> None:
    assert kind_of(text(content, "x/y.yaml")) is None
