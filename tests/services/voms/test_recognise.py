import pytest

from tests.services.voms.files import CHAIN, line, text
from tokenlint.services.voms.recognise import LSC, VOMSES, kind_of


@pytest.mark.parametrize("file", ["vomses", "etc/vo.vomses", "alpha-vomses", "vomses.j2"])
def test_lists_by_name(file: str) -> None:
    assert kind_of(text("", file)) == VOMSES


def test_lists_in_a_folder_and_inside_other_files_by_content() -> None:
    assert kind_of(text(line(), "etc/vomses/alpha")) == VOMSES
    assert kind_of(text(line(), "README.md", embedded=True)) == VOMSES
    assert kind_of(text(line(), "README.md")) is None
    assert kind_of(text("# nothing\n", "etc/vomses/alpha")) is None


def test_chains() -> None:
    assert kind_of(text(CHAIN, "vomsdir/vo/voms.example.lsc")) == LSC
    assert kind_of(text("", "voms.example.lsc")) == LSC
    assert kind_of(text("CN=voms.example,DC=org\n", "voms.example.lsc")) == LSC
    assert kind_of(text("key = words of another program\n", "x.lsc")) is None
