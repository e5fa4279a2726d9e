"""Of which named files it can be told that they are not here."""

import pytest

from tokenlint.services.absence import absent
from tokenlint.services.acceptance import Absent
from tokenlint.services.text import Text
from tokenlint.services.value import Value


def told(path: str, content: str = "", *, embedded: bool = False) -> tuple[Absent, ...]:
    near = Text("a/x.cfg", "x.cfg", content or path, embedded=embedded)
    return absent("authdb", Value.of(path, near.at(0)), near)


@pytest.mark.parametrize("path", ["/etc/xrootd/authdb", "conf.d/", "map.json"])
def test_a_path_is_told(path: str) -> None:
    (found,) = told(path)
    assert (found.what, found.file.text) == ("authdb", path)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/etc/{{ name }}",
        "$(DIR)/authdb",
        "<path>",
        "/etc/conf.d/*.conf",
        "/bin/make |",
        "/etc/grid-security/hostcert.pem",
        "/etc/grid-security/hostkey",
        "/etc/grid-security/grid-mapfile",
        "/etc/htpasswd",
        "libXrdMacaroons.so",
    ],
)
def test_what_is_not_told(path: str) -> None:
    assert told(path) == ()


def test_nothing_is_told_of_templates_and_snippets() -> None:
    assert told("/etc/authdb", "{% if x %}\n/etc/authdb\n") == ()
    assert told("/etc/authdb", embedded=True) == ()
