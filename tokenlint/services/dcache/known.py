"""Closed sets of names: gPlazma's properties and the options of an OpenID provider.

Names and defaults: dCache, skel/share/defaults/gplazma.properties at commit 77340d6671 (July 2026).
"""

# Properties by family, each with its default.
FAMILIES: dict[str, dict[str, str]] = {
    "gplazma.oidc.": {
        "gplazma.oidc.provider!ALIAS": "",
        "gplazma.oidc.audience-targets": "no audience is accepted",
        "gplazma.oidc.http.slow-threshold": "2",
        "gplazma.oidc.http.slow-threshold.unit": "SECONDS",
        "gplazma.oidc.http.total-concurrent-requests": "20",
        "gplazma.oidc.http.per-route-concurrent-requests": "10",
        "gplazma.oidc.http.timeout": "30",
        "gplazma.oidc.http.timeout.unit": "SECONDS",
        "gplazma.oidc.discovery-cache": "1",
        "gplazma.oidc.discovery-cache.unit": "HOURS",
        "gplazma.oidc.concurrent-requests": "20",
        "gplazma.oidc.access-token-cache.size": "1000",
        "gplazma.oidc.access-token-cache.refresh": "100",
        "gplazma.oidc.access-token-cache.refresh.unit": "SECONDS",
        "gplazma.oidc.access-token-cache.expire": "120",
        "gplazma.oidc.access-token-cache.expire.unit": "SECONDS",
        # Read by the plugin (OfflineJwtVerification), though not among the defaults.
        "gplazma.oidc.token-history": "0",
    },
    "gplazma.oidc-te.": {
        "gplazma.oidc-te.url": "",
        "gplazma.oidc-te.client-id": "token-exchange",
        "gplazma.oidc-te.client-secret": "",
        "gplazma.oidc-te.grant-type": "urn:ietf:params:oauth:grant-type:token-exchange",
        "gplazma.oidc-te.subject-issuer": "oidc",
        "gplazma.oidc-te.subject-token-type": "urn:ietf:params:oauth:token-type:access_token",
        "gplazma.oidc-te.audience": "token-exchange",
    },
    "gplazma.scitoken.": {
        "gplazma.scitoken.issuer!ID": "",
        "gplazma.scitoken.token-history": "0",
        "gplazma.scitoken.audience-targets": "no audience is accepted",
    },
}
# Passed over with a warning.
OBSOLETE = frozenset({"gplazma.scitoken.dcache-supports-exempt-principal"})
# dCache does not start with them.
FORBIDDEN = {"gplazma.oidc.hostnames": "gplazma.oidc.provider!ALIAS"}

PROFILES = ("oidc", "scitokens", "wlcg")
DEFAULT_PROFILE = "oidc"
# Options of a provider, and the profiles that read them (all, for an empty set).
OPTIONS: dict[str, frozenset[str]] = {
    "profile": frozenset(),
    "suppress": frozenset(),
    "prefix": frozenset({"wlcg", "scitokens"}),
    "accept": frozenset({"oidc"}),
    "authz-id": frozenset({"wlcg"}),
    "non-authz-id": frozenset({"wlcg"}),
}
OPTION_DEFAULTS = {
    "profile": "profile oidc, which passes over scopes",
    "suppress": "the audience is checked",
    "prefix": "",
    "accept": "preferred_username and groups name no account",
    "authz-id": "no account by the provider alone",
    "non-authz-id": "no account by the provider alone",
}
SUPPRESSIONS = {"audience": "the audience is checked", "offline": "tokens are verified offline"}
ACCEPTED = frozenset({"username", "groups"})

PHASES = ("auth", "map", "account", "session", "identity")
CONTROLS = ("optional", "required", "requisite", "sufficient")
