"""dCache's files together: what each gPlazma lets whom do."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, islice

from tokenlint.services.acceptance import (
    Acceptance,
    Assembled,
    Audience,
    Dead,
    Issuer,
    Service,
    State,
    UnknownKey,
)
from tokenlint.services.dcache.config import Configuration, Provider
from tokenlint.services.dcache.decide import decide
from tokenlint.services.dcache.instances import Instance, alone, instances
from tokenlint.services.dcache.lifeless import dead_lines, forbidden, overwritten, unknown_keys
from tokenlint.services.dcache.loading import Loaded, load
from tokenlint.services.dcache.properties import PropertyFile, properties
from tokenlint.services.dcache.recognise import DCACHE, GPLAZMA, LAYOUT, PRODUCT
from tokenlint.services.dcache.settings import settings
from tokenlint.services.dcache.ways import mappings, ways
from tokenlint.services.pieces import Piece
from tokenlint.services.value import Value
from tokenlint.source import Problem

_MOST = 500  # of a kind that are told: whoever has more has another trouble
_MAIN = frozenset({GPLAZMA, DCACHE, LAYOUT})


def assemble(pieces: Sequence[Piece]) -> Assembled:
    """The services of all pieces; a file that no main file names is a service of its own."""
    services: list[Service] = []
    problems: list[Problem] = []
    used: set[int] = set()
    for instance in instances(pieces):
        used |= _add(instance, services, problems)
    for piece in pieces:
        if piece.kind not in _MAIN and id(piece.text) not in used:
            _add(alone(piece), services, problems)
    return Assembled(tuple(services), tuple(dict.fromkeys(problems)))


def _add(instance: Instance, services: list[Service], problems: list[Problem]) -> set[int]:
    """Add what an instance holds; the ids of the texts that its plugins read."""
    texts = [text for text in (instance.dcache, *instance.layouts) if text is not None]
    files = tuple(properties(text) for text in texts)
    used: set[int] = set()
    problems += forbidden(files)
    for number, loaded in enumerate(load(instance)):
        services.append(_service(loaded, files if number == 0 else ()))
        problems += loaded.problems
        used |= loaded.used
    return used


def _service(loaded: Loaded, files: tuple[PropertyFile, ...]) -> Service:
    configuration = loaded.configuration
    unknown = (*loaded.unknown, *islice(unknown_keys(files), _MOST))
    idle = chain(overwritten(files), dead_lines(configuration))
    dead = (*loaded.dead[:_MOST], *islice(idle, _MOST))
    acceptance = replace(_acceptance(configuration, unknown, dead), absent=loaded.absent)
    return Service(acceptance, partial(decide, configuration))


def _acceptance(
    configuration: Configuration, unknown: tuple[UnknownKey, ...], dead: tuple[Dead, ...]
) -> Acceptance:
    return Acceptance(
        product=PRODUCT,
        title="dCache",
        name=configuration.source.file,
        source=configuration.source,
        files=configuration.files,
        audience=_audience(configuration),
        issuers=tuple(_issuers(configuration)),
        ways=tuple(ways(configuration)),
        mappings=tuple(mappings(configuration)),
        unknown_keys=tuple(dict.fromkeys(unknown)),
        dead=tuple(dict.fromkeys(dead)),
        settings=tuple(dict.fromkeys(settings(configuration))),
    )


def _loaded(configuration: Configuration, provider: Provider) -> bool:
    """Whether dCache reads a provider, as far as gplazma.conf is at hand."""
    plugins = {each.line.plugin for each in configuration.stack("auth")}
    return not configuration.stack_known or provider.plugin in plugins


def _audience(configuration: Configuration) -> Audience | None:
    """The check of the plugin oidc, or that of scitoken where there is no provider of oidc."""
    plugins = {each.plugin for each in configuration.providers}
    if not plugins:
        return None
    return _of_plugin(configuration, "oidc" if "oidc" in plugins else "scitoken")


def _of_plugin(configuration: Configuration, plugin: str) -> Audience:
    listed = configuration.audiences[plugin]
    return Audience(State.YES, State.YES, listed.values, listed.source)


def _issuers(configuration: Configuration) -> Iterator[Issuer]:
    plugins = {each.plugin for each in configuration.providers}
    for provider in configuration.providers:
        if not _loaded(configuration, provider):
            continue
        audience = None
        if "audience" in provider.suppress:
            listed = configuration.audiences["oidc"].values
            audience = Audience(State.NO, State.YES, listed, provider.source)
        elif provider.plugin == "scitoken" and "oidc" in plugins:
            audience = _of_plugin(configuration, "scitoken")
        yield Issuer(
            name=Value.of(provider.alias, provider.source),
            url=provider.url,
            source=provider.source,
            areas=(provider.prefix,) if provider.scoped and provider.prefix else (),
            scopes=_scopes(provider),
            audience=audience,
        )


def _scopes(provider: Provider) -> State:
    if not provider.profile:
        return State.UNKNOWN
    return State.YES if provider.scoped else State.NO
