"""The settings of dCache that matter for security, with what holds where nothing is written.

Of each door (webdav, frontend, xrootd, dcap; one setting for each door in the files):

- `KIND.authz.anonymous-operations`: none (default), readonly, full
- `webdav|frontend.macaroons.accept-over-unencrypted-channel`: false (default), true: bearer tokens
  are taken over plain HTTP
- `webdav|frontend.authn.protocol`: http (default of webdav), https (default of frontend)
- `webdav|frontend.authn.basic`: true, false; by default true with https, false with http
- `xrootd.plugins` with `authz:scitokens`: `xrootd.plugin!scitokens.strict`: false (default), true;
  false: a request without a token goes on as if there were no such plugin
- `xrootd.authz.user`: nobody (default), root, uid:gid

Of gPlazma: `gplazma.oidc.provider.suppress` (audience, offline) and `gplazma.oidc.provider.accept`
(username, groups) of each provider; `gplazma.oidc.discovery-cache`,
`gplazma.oidc.access-token-cache.refresh` and `.expire` in seconds;
`gplazma.scitoken.token-history` (0: no protection against replay);
`gplazma.roles.admin-gid` where the plugin roles is loaded;
`gplazma.oidc-te.client-id`, `.audience` and `.client-secret` (`default` or `written`)
where the plugin oidc-te is loaded.
Of all: `dcache.enable.authn.anonymous-fallback-on-failed-login` (false since 6.2),
and lifetimes of macaroons in seconds where they are written with their units.

Defaults: skel/share/defaults of dCache (gplazma, webdav, frontend, xrootd, xrootd-scitoken), and
the release notes of 6.2.
"""

from collections.abc import Iterator

from tokenlint.services.acceptance import Setting
from tokenlint.services.dcache.config import Configuration, Door
from tokenlint.services.dcache.view import View

_CACHES = (
    ("gplazma.oidc.discovery-cache", 1, "HOURS"),
    ("gplazma.oidc.access-token-cache.refresh", 100, "SECONDS"),
    ("gplazma.oidc.access-token-cache.expire", 120, "SECONDS"),
)
_UNIT_SECONDS = {"HOURS": 3600, "SECONDS": 1}
_MACAROONS = ("max-lifetime", "default-lifetime")
_HTTP = {"webdav": "http", "frontend": "https"}
_XROOTD_PLUGINS = "gplazma:ztn,gplazma:gsi,gplazma:none,authz:scitokens"
_TE = "gplazma.oidc-te."


def settings(configuration: Configuration) -> Iterator[Setting]:
    """All settings of a service."""
    for door in configuration.doors:
        yield from _of_door(door)
    seen = configuration.view
    yield _setting(seen, "dcache.enable.authn.anonymous-fallback-on-failed-login", "false")
    yield from _of_providers(configuration)
    plugins = {each.line.plugin for each in configuration.plugins}
    if "oidc" in plugins:
        yield from (_duration(seen, *cache) for cache in _CACHES)
    if any(each.plugin == "scitoken" for each in configuration.providers):
        yield _setting(seen, "gplazma.scitoken.token-history", "0")
    if "roles" in plugins:
        yield _setting(seen, "gplazma.roles.admin-gid", "0")
    if "oidc-te" in plugins or seen.entries((_TE,)):
        yield from _exchange(seen)
    for owner in ("dcache", *_HTTP):
        yield from _lifetimes(owner, configuration)


def _setting(seen: View, key: str, default: str, *, name: str = "") -> Setting:
    entry = seen.entry(key)
    value = seen.text(key, default)
    source = seen.source if entry is None else seen.read(entry).source
    return Setting(
        name or key,
        "" if value is None else value.casefold(),
        source,
        written=entry is not None,
        known=value is not None,
    )


def _of_door(door: Door) -> Iterator[Setting]:
    kind, seen = door.kind, door.view
    yield _setting(seen, f"{kind}.authz.anonymous-operations", "NONE")
    if kind in _HTTP:
        protocol = seen.text(f"{kind}.authn.protocol", _HTTP[kind])
        yield _setting(seen, f"{kind}.macaroons.accept-over-unencrypted-channel", "false")
        yield _setting(seen, f"{kind}.authn.protocol", _HTTP[kind])
        basic = "true" if protocol == "https" else "false"
        yield _setting(seen, f"{kind}.authn.basic", basic)
    if kind == "xrootd":
        loaded = seen.text("xrootd.plugins", _XROOTD_PLUGINS)
        if loaded is not None and "authz:scitokens" in loaded:
            yield _setting(seen, "xrootd.plugin!scitokens.strict", "false")
        yield _setting(seen, "xrootd.authz.user", "nobody")


def _of_providers(configuration: Configuration) -> Iterator[Setting]:
    for each in configuration.providers:
        if each.known and not each.refused:
            for word in sorted(each.suppress):
                yield Setting("gplazma.oidc.provider.suppress", word, each.source)
            for word in sorted(each.accept):
                yield Setting("gplazma.oidc.provider.accept", word, each.source)


def _duration(seen: View, key: str, default: int, unit: str) -> Setting:
    plain = _setting(seen, key, str(default))
    seconds = seen.seconds(key, default * _UNIT_SECONDS[unit], unit)
    known = plain.known and seconds is not None
    whole = None if seconds is None else int(seconds)
    value = str(whole) if known else ""
    return Setting(key, value, plain.source, plain.written, known, whole if known else None)


def _exchange(seen: View) -> Iterator[Setting]:
    """Token exchange; of the secret only whether it is the one that everybody knows."""
    yield _setting(seen, f"{_TE}client-id", "token-exchange")
    yield _setting(seen, f"{_TE}audience", "token-exchange")
    entry = seen.entry(f"{_TE}client-secret")
    known = entry is not None or not seen.open
    value = "written" if entry else "default" if known else ""
    source = entry.source if entry else seen.source
    yield Setting(f"{_TE}client-secret", value, source, written=entry is not None, known=known)


def _lifetimes(owner: str, configuration: Configuration) -> Iterator[Setting]:
    """Lifetimes of macaroons that are written with their unit; the defaults are not told."""
    views = [configuration.view] if owner == "dcache" else []
    views += [door.view for door in configuration.doors if door.kind == owner]
    for seen in views:
        for word in _MACAROONS:
            key = f"{owner}.macaroons.{word}"
            if seen.entry(key) and seen.entry(f"{key}.unit"):
                yield _duration(seen, key, 0, "SECONDS")
