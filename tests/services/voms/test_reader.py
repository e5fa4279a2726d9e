from hypothesis import given
from hypothesis import strategies as st

from tests.services.voms.files import CHAIN, line, text
from tokenlint.services.acceptance import Acceptance
from tokenlint.services.pieces import Piece
from tokenlint.services.voms.reader import assemble
from tokenlint.services.voms.recognise import LSC, VOMSES

BITS = [
    line(),
    CHAIN,
    '"',
    '" "',
    "/CN=",
    "------ NEXT CHAIN ------\n",
    "#",
    "\n",
    "{{ x }}",
    "=",
    "\t",
]


def found(*pieces: Piece) -> list[Acceptance]:
    return [each.acceptance for each in assemble(pieces).services]


def lsc(file: str) -> Piece:
    return Piece(LSC, text(CHAIN, file))


def test_each_file_is_a_service_by_itself() -> None:
    made = found(Piece(VOMSES, text(line())), lsc("etc/voms.example.lsc"))
    assert [(each.service, each.name) for each in made] == [
        ("plugin", "etc/vomses"),
        ("plugin", "etc/voms.example.lsc"),
    ]
    assert not any(each.dead for each in made)
    assert "/DC=org/CN=voms.example" in made[1].ways[0].who


def test_a_chain_under_the_name_of_another_host() -> None:
    _, made = found(Piece(VOMSES, text(line())), lsc("etc/alias.example.lsc"))
    (dead,) = made.dead
    assert (dead.reason, dead.what.source.file) == ("never-matches", "etc/alias.example.lsc")
    assert "voms.example.lsc" in dead.says
    assert dead.by is not None


def test_a_list_elsewhere_says_nothing_of_it() -> None:
    _, made = found(Piece(VOMSES, text(line())), lsc("other/alias.example.lsc"))
    assert not made.dead


def test_both_names_of_one_server_are_right() -> None:
    both = line() + line(host="alias.example")
    _, made = found(Piece(VOMSES, text(both)), lsc("etc/alias.example.lsc"))
    assert not made.dead


@given(st.lists(st.sampled_from(BITS) | st.text(max_size=8), max_size=20).map("".join))
def test_any_text_is_read(content: str) -> None:
    found(Piece(VOMSES, text(content)), Piece(LSC, text(content, "etc/a.lsc")))
