"""The keys that XRootD knows in its files, and what holds where one is not written.

Read in `XrdSciTokensAccess.cc` of XRootD 6.2.1 (`Reconfig`, `ParseMapfile`).
"""

GLOBAL_KEYS = {
    "audience": "none: only tokens for any audience pass",
    "audience_json": "none: only tokens for any audience pass",
    "onmissing": "passthrough",
}

ISSUER_KEYS = {
    "issuer": "",
    "base_path": "",
    "restricted_path": "no restriction",
    "map_subject": "false",
    "default_user": "none",
    "username_claim": "none",
    "groups_claim": "wlcg.groups",
    "name_mapfile": "none",
    "authorization_strategy": "capability group mapping",
    # Pelican's template writes these two; XRootD passes them over.
    "required_authorization": "",
    "acceptable_authorization": "",
}

MAP_KEYS = {"sub": "", "username": "", "path": "", "group": "", "result": "", "ignore": ""}

STRATEGIES = ("capability", "group", "mapping")

TRUE_WORDS = frozenset({"true", "yes", "on", "1"})
FALSE_WORDS = frozenset({"false", "no", "off", "0"})
"""What inih takes for a boolean; every other word leaves the default."""
