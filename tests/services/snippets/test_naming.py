import pytest

from tokenlint.services.snippets.naming import file_name, named_in


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("/etc/xrootd/authdb", "authdb"),
        ("'scitokens.cfg'", "scitokens.cfg"),
        ("{{ dir }}/a.cfg", ""),
        ("https://a.example/b.cfg", ""),
        ("two words.cfg", ""),
        ("word", ""),
        ("", ""),
    ],
)
def test_what_is_a_file(words: str, name: str) -> None:
    assert file_name(words) == name


def test_an_attribute_goes_before_a_bare_word() -> None:
    assert named_in('ini b.cfg title="a.cfg"') == "a.cfg"
    assert named_in("ini hl_lines=1.5") == ""
