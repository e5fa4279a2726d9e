import pytest

from tokenlint.services.arc.recognise import CONF, FRAGMENT, kind_of
from tokenlint.services.text import Text


def kind(file: str, content: str, *, embedded: bool = False) -> str | None:
    return kind_of(Text(file, file.rpartition("/")[2], content, embedded=embedded))


@pytest.mark.parametrize(
    "file", ["arc.conf", "etc/arc.conf.j2", "arc.zero.conf", "arc.conf.reference", "arc-ce.conf"]
)
def test_a_known_name_with_its_blocks(file: str) -> None:
    assert kind(file, "[common]\n[arex]\n") == CONF
    assert kind(file, "# nothing\n") == CONF
    assert kind(file, "[DEFAULT]\nx = y\n") is None


@pytest.mark.parametrize(
    "content",
    [
        "[common]\n[authgroup: a]\nall = yes\n",
        "[mapping]\nmap_to_user = a b\n",
        "[arex/ws/jobs]\nallowaccess = a\n",
    ],
)
def test_telling_blocks_under_any_name(content: str) -> None:
    assert kind("site.ini", content) == CONF
    assert kind("README.md", content, embedded=True) == CONF


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("README.md", "    [arex]\n"),
        ("values.yaml", "x: |\n  [arex]\n"),
        ("setup.sh", "cat <<E\n[arex]\nE\n"),
        ("run", "#!/bin/sh\n[arex]\n"),
        ("other.ini", "[mapping]\na = b\n[queue:x]\n"),
        ("scitokens.cfg", "[Global]\n[Issuer A]\n"),
        ("arc.py", "[arex]\n"),
    ],
)
def test_what_is_not_ours(file: str, content: str) -> None:
    assert kind(file, content) is None


def test_a_snippet_needs_more_than_a_name() -> None:
    assert kind("arc.conf", "# edit this\n", embedded=True) is None


def test_the_folder_beside() -> None:
    assert kind("etc/arc.conf.d/10-groups.conf", "[userlist:a]\n") == FRAGMENT
    assert kind("etc/arc.conf.d/notes", "words\n") is None
