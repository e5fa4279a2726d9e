"""Texts for the tests of this package."""

from tokenlint.services.text import Text

CHAIN = "/DC=org/CN=voms.example\n/DC=org/CN=Authority\n"


def text(content: str, file: str = "etc/vomses", *, embedded: bool = False) -> Text:
    return Text(file, file.rpartition("/")[2], content, embedded=embedded)


def line(
    host: str = "voms.example",
    port: str = "15001",
    dn: str = "/DC=org/CN=voms.example",
    alias: str = "alpha",
    more: str = "",
) -> str:
    return f'"alpha" "{host}" "{port}" "{dn}" "{alias}"{more}\n'
