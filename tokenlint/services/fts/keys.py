"""Names that FTS3 does not know, and lines that it passes over."""

from collections.abc import Iterator

from tokenlint.services.acceptance import Dead, UnknownKey
from tokenlint.services.fts.config import MAIN, Config
from tokenlint.services.fts.recognise import PRODUCT, REST, SERVER
from tokenlint.services.known_keys import unknown_key
from tokenlint.services.products import key_set
from tokenlint.services.structured.ini import Option, split

# Sections of the REST service; those for logging may have any name.
_SECTIONS = {MAIN: "", "providers": "", "roles": "", "sqlalchemy": ""}


def unknown_keys(config: Config, kind: str) -> Iterator[UnknownKey]:
    """Keys of the main section that neither part of FTS3 reads, and misspelt sections.

    One file served both parts for years, so that a key of the other part is none to report.
    """
    known = dict(key_set(PRODUCT, kind).keys)
    others = key_set(PRODUCT, SERVER if kind == REST else REST)
    for option in config.of(MAIN):
        name = option.name
        if name.known and name.text not in known and name.text not in others.keys:
            yield unknown_key(name, MAIN, known)
    for section in config.ini.sections:
        if kind == REST and section.known and section.text not in _SECTIONS:
            meant = {f"{section.text}s", section.text.removesuffix("s"), section.text.casefold()}
            if meant & _SECTIONS.keys():
                yield unknown_key(section, "", _SECTIONS)


def unread_by_server(config: Config) -> Iterator[Dead]:
    """Lines of `fts3config` that belong into `fts3restconfig`."""
    dead = key_set(PRODUCT, SERVER).dead
    for option in config.of(MAIN):
        if option.name.text in dead:
            yield Dead("not-loaded", option.name, dead[option.name.text])
    for name in ("roles", "providers"):
        section = config.section(name)
        if section is not None:
            yield Dead("not-loaded", section, dead["AuthorizedVO"])


def never_asked(config: Config) -> Iterator[Dead]:
    """Providers and audiences of a REST service that takes no tokens, and misplaced blanks."""
    providers = config.section("providers")
    if providers is not None and config.switch("OAuth2", default=False) is False:
        says = "`OAuth2` is not true, so FTS refuses every token"
        option = config.get("OAuth2")
        yield Dead("unreachable", providers, says, option.value.source if option else None)
    for key in ("AuthorizedAudiences", "AuthorizedVO"):
        option = config.get(key)
        if option is not None and option.value.known:
            yield from _with_blanks(option)


def _with_blanks(option: Option) -> Iterator[Dead]:
    """Entries with a blank before or after them: the list is cut at semicolons and nowhere else."""
    words = split(option.value, ";")
    for entry in option.value.text.split(";"):
        if entry.strip():
            word = next(words)
            if entry != entry.strip():
                yield Dead("never-matches", word, "FTS compares it with the blank beside it")
