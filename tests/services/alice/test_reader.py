from hypothesis import given
from hypothesis import strategies as st

from tests.services.alice.files import EXPORT, KEY, RULE, acceptance, service, text
from tokenlint.services.acceptance import WayKind
from tokenlint.services.alice.reader import assemble
from tokenlint.services.alice.recognise import FILE
from tokenlint.services.pieces import Piece
from tokenlint.services.witnesses import witnesses

BITS = [
    *(KEY, EXPORT, RULE, "KEY ", "EXPORT ", "RULE ", "PATH:", "VO:", "*|", "AUTHZ:", "NOAUTHZ:"),
    *("CERT:", "ACCESS:ALLOW", "/", "read|", "#", "\n", "\t", "{{ x }}", "${X}"),
]


def test_the_usual_file_lets_nobody_in_without_a_token() -> None:
    made = service(KEY + EXPORT + RULE)
    assert [each.kind for each in made.acceptance.ways] == [WayKind.OTHER]
    assert not witnesses(made)
    assert not made.acceptance.dead


def test_what_needs_no_token_is_a_way_at_the_line_that_lets_it_pass() -> None:
    narrow = "RULE PATH:/a/ AUTHZ:read| NOAUTHZ:| VO:*| CERT:IGNORE\n"
    found = [
        each for each in acceptance(EXPORT + narrow + RULE).ways if each.kind is WayKind.ANONYMOUS
    ]
    assert found == []
    found = [each for each in acceptance(EXPORT + narrow).ways if each.kind is WayKind.ANONYMOUS]
    assert [(each.paths, sorted(each.operations), each.source.line) for each in found] == [
        (("/",), ["create", "delete", "overwrite", "read"], 1),
        (("/a/",), ["create", "overwrite"], 2),
    ]
    assert all(each.flat and each.sure for each in found)


def test_words_without_their_bar() -> None:
    content = "RULE PATH:/ AUTHZ:read|write-once NOAUTHZ: VO:* CERT:*\n"
    found = acceptance(EXPORT + content).dead
    assert [(each.reason, each.what.text) for each in found] == [
        ("never-matches", "*"),
        ("ignored-value", "write-once"),
    ]


def test_lines_that_another_one_beats() -> None:
    content = f"{KEY}{KEY}{EXPORT}EXPORT PATH:/a/ VO:* ACCESS:DENY CERT:*\n"
    found = acceptance(content).dead
    assert [(each.reason, each.what.source.line, each.by and each.by.line) for each in found] == [
        ("shadowed", 1, 2),
        ("shadowed", 4, 3),
    ]


def test_exported_paths() -> None:
    found = acceptance("EXPORT PATH:/a VO:* ACCESS:ALLOW CERT:*\n").settings
    assert [(each.name, each.value, each.source.column) for each in found] == [
        ("export path", "/a", 13)
    ]


@given(st.lists(st.sampled_from(BITS) | st.text(max_size=8), max_size=30).map("".join))
def test_any_text_is_read(content: str) -> None:
    made = assemble([Piece(FILE, text(content)), Piece(FILE, text(content, embedded=True))])
    witnesses(made.services[0])
