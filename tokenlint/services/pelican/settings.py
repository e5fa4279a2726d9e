"""Settings of Pelican that bear on security, where they are written or their default counts.

Defaults: `docs/parameters.yaml` (commit 0096188).
"""

from collections.abc import Iterator
from typing import Final

from tokenlint.services.acceptance import Setting
from tokenlint.services.pelican.exports import Export, is_posix
from tokenlint.services.pelican.issuer import is_on
from tokenlint.services.pelican.params import Params, known_parameters, seconds
from tokenlint.source import Source

_EVERYWHERE: Final = ("TLSSkipVerify",)
_ORIGIN: Final = (
    "Origin.Multiuser",
    "Origin.MultiuserMinID",
    "Origin.EnableMacaroons",
    "Origin.EnableVoms",
    "Origin.DisableDirectClients",
    "Origin.IssuerMode",
)
_ISSUER: Final = (
    "Issuer.AuthenticationSource",
    "Issuer.UserStripDomain",
    "Issuer.GroupSource",
)
_IF_WRITTEN: Final = (
    "Director.FedTokenLifetime",
    "Registry.RequireKeyChaining",
    "Registry.RequireCacheApproval",
    "Registry.RequireOriginApproval",
    "Server.HealthMonitoringPublic",
    "Monitoring.MetricAuthorization",
    "Monitoring.PromQLAuthorization",
    "Monitoring.TokenExpiresIn",
    "Server.EnablePprof",
    "Server.DropPrivileges",
)
_NO_NUMBER: Final = ("Origin.Multiuser",)  # its default depends on the account that starts it
EXPORTED: Final = "origin.exports.storageprefix"
REQUIREMENTS: Final = "issuer.oidcauthenticationrequirements"


def settings(params: Params, exports: tuple[Export, ...], source: Source) -> Iterator[Setting]:
    """The settings of one server."""
    issuer = is_on(params)
    names = (*_EVERYWHERE, *(_ORIGIN if exports else ()), *(_ISSUER if issuer else ()))
    for name in names:
        yield _setting(params, name, source)
    for name in _IF_WRITTEN:
        if params.get(name) is not None:
            yield _setting(params, name, source)
    if issuer:
        param = params.get("Issuer.OIDCAuthenticationRequirements")
        value = "some" if param and param.node.items else "none"
        yield Setting(REQUIREMENTS, value, param.source if param else source, param is not None)
    for export in exports:
        if export.storage is not None and is_posix(params):
            yield Setting(
                EXPORTED,
                export.storage.text if export.storage.known else "",
                export.storage.source,
                known=export.storage.known,
            )


def _setting(params: Params, name: str, source: Source) -> Setting:
    value = params.value(name)
    if value is not None:
        text = value.text.strip()
        known = value.known
        length = seconds(text) if known else None
        return Setting(name.casefold(), text if known else "", value.source, True, known, length)
    default = known_parameters().keys.get(name, "")
    known = params.get(name) is None and bool(default) and name not in _NO_NUMBER
    return Setting(
        name.casefold(), default if known else "", source, False, known, seconds(default)
    )
