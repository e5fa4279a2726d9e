"""The section `[providers]` of the REST service: whose tokens it takes.

`name = URL`, then `name_ClientId`, `name_ClientSecret`, `name_OauthScopeFts`, `name_VO` and
any other `name_...`. Source: `_parse_provider` in `config.py` of cern-fts/fts-rest-flask:

- a name holds no underscore, or it is no provider;
- without `_OauthScopeFts`, a token needs no scope to submit transfers;
- the rest of another name is found with `str.lstrip`, which takes away letters, not a prefix;
- an address that two providers share keeps the service from starting.
"""

from collections.abc import Iterator

from tokenlint.services.acceptance import Dead, Issuer, State, UnknownKey
from tokenlint.services.fts.config import Config
from tokenlint.services.fts.recognise import PRODUCT
from tokenlint.services.known_keys import unknown_key
from tokenlint.services.products import key_set
from tokenlint.services.structured.ini import Option
from tokenlint.source import Problem

_SECTION = "providers"
_SCOPE = "OauthScopeFts"


def issuers(config: Config) -> Iterator[Issuer]:
    """The providers in their order; scopes count only where one is asked for."""
    for option in _providers(config):
        scope = config.get(f"{option.name.text}_{_SCOPE}", _SECTION)
        counts = State.YES if scope is not None and scope.value.text else _unless(config)
        yield Issuer(option.name, option.value, option.name.source, scopes=counts)


def _unless(config: Config) -> State:
    return State.NO if config.complete else State.UNKNOWN


def repeated_urls(config: Config) -> Iterator[Problem]:
    """Providers with the address of another one."""
    seen: dict[str, str] = {}
    for option in _providers(config):
        if not option.value.known or not option.value.text:
            continue
        url = option.value.text.rstrip("/")
        if url in seen:
            reason = f"FTS REST does not start: `{seen[url]}` has the same address"
            yield Problem("syntax", option.value.source, reason, "keep one of the two providers")
        seen.setdefault(url, option.name.text)


def several_scopes(config: Config) -> Iterator[Problem]:
    """A scope to submit with that is more than one word."""
    for option in _options(config):
        if option.name.text.endswith(f"_{_SCOPE}") and len(option.value.text.split()) > 1:
            reason = f"FTS REST does not start: `{option.name.text}` takes a single scope"
            if option.value.known:
                yield Problem("syntax", option.value.source, reason, "leave one scope")


def lost(config: Config) -> Iterator[Dead]:
    """Lines that no provider gets."""
    names = {option.name.text for option in _providers(config)}
    for option in _options(config):
        name = option.name.text
        owner = _owner(name, names)
        if owner is None and "_" in name and "://" in option.value.text:
            says = "the name of a provider must not hold an underscore, so this is no provider"
            yield Dead("ignored-value", option.name, says)
        elif owner is not None and (cut := _cut_wrongly(name, owner)) is not None:
            yield Dead("ignored-value", option.name, f"FTS keeps it under the name `{cut}`")


def slips(config: Config) -> Iterator[UnknownKey]:
    """Names of a provider's options that are nearly those that FTS reads."""
    names = {option.name.text for option in _providers(config)}
    known = key_set(PRODUCT, "provider").keys
    for option in _options(config):
        owner = _owner(option.name.text, names)
        if owner is None or option.name.text.removeprefix(f"{owner}_") in known:
            continue
        own = {f"{owner}_{key}": default for key, default in known.items()}
        found = unknown_key(option.name, _SECTION, own)
        if _near(option.name.text, found.suggestion, owner):
            yield found


def _near(written: str, suggestion: str, owner: str) -> bool:
    """The same word but for case and signs: any other name may be somebody's own."""
    rest, meant = (each.removeprefix(f"{owner}_") for each in (written, suggestion))
    return bool(suggestion) and _letters(rest) == _letters(meant)


def _letters(word: str) -> str:
    return "".join(sign for sign in word.casefold() if sign.isalnum()).rstrip("s")


def _cut_wrongly(name: str, owner: str) -> str | None:
    """The name that is left by `lstrip` where it is not what was meant; None where it is."""
    meant = name.removeprefix(f"{owner}_")
    if "_Client" in name or meant in key_set(PRODUCT, "provider").keys:
        return None
    left = name.lstrip(f"{owner}_")
    return left if left != meant else None


def _owner(name: str, names: set[str]) -> str | None:
    """The provider whose option this is."""
    first, sign, _ = name.partition("_")
    return first if sign and first in names else None


def _options(config: Config) -> Iterator[Option]:
    return (each for each in config.of(_SECTION) if each.name.known)


def _providers(config: Config) -> Iterator[Option]:
    return (each for each in _options(config) if "_" not in each.name.text)
