"""Flaws that a reference server can have, each by its name; a server without any is perfect."""

from enum import StrEnum


class Planted(StrEnum):
    """What a server gets wrong."""

    # whose token it is, and for whom
    NO_SIGNATURE = "no-signature"  # signatures are not looked at
    ALG_NONE = "alg-none"  # an unsecured token passes
    HMAC = "hmac"  # HS256 with the public key, as PEM, as its secret
    KEY_FROM_HEADER = "key-from-header"  # the key is taken out of `jwk` of the header
    UNKNOWN_KEY_PASSES = "unknown-key-passes"  # a key that nobody knows is as good as any
    ANY_ISSUER = "any-issuer"  # tokens of an unknown issuer pass, for its keys are not known
    IGNORES_AUDIENCE = "ignores-audience"
    MISSING_AUDIENCE = "missing-audience"  # a token without audience is for everybody
    REFUSES_ANY_AUDIENCE = "refuses-any-audience"  # the profile leaves it to the service
    IGNORES_EXPIRY = "ignores-expiry"
    IGNORES_NOT_BEFORE = "ignores-not-before"
    NO_EXPIRY = "no-expiry"  # a token without `exp` is valid for ever
    UNKNOWN_CRIT = "unknown-crit"
    UNKNOWN_VERSION = "unknown-version"
    DUPLICATE_FIRST_WINS = "duplicate-first-wins"
    # what its scopes mean
    IGNORES_SCOPES = "ignores-scopes"
    PREFIX_PATHS = "prefix-paths"  # /data covers /database
    DECODES_TRAVERSAL = "decodes-traversal"  # rights by the path as spelled, work by what it means
    RESOLVES_SCOPE = "resolves-scope"  # /a/../b in a scope is /b; the profile allows that
    PATHLESS_IS_ROOT = "pathless-is-root"
    GROUPS_COUNT = "groups-count"  # a group gives all rights, also beside capabilities
    SCITOKENS_WORDS = "scitokens-words"  # read: and write: count in a WLCG token
    ANONYMOUS_READS = "anonymous-reads"
    ANONYMOUS_WRITES = "anonymous-writes"
    # what a right is good for
    READ_WRITES = "read-writes"
    CREATE_READS = "create-reads"
    CREATE_OVERWRITES = "create-overwrites"
    CREATE_DELETES = "create-deletes"
    CREATE_RENAMES_OVER = "create-renames-over"
    MODIFY_READS = "modify-reads"
    STAGE_READS = "stage-reads"
    POLL_STATS = "poll-stats"
    READ_STAGES = "read-stages"
    ANYBODY_STATS = "anybody-stats"
    CREATE_REFUSED = "create-refused"  # a shortfall: create alone may not upload
    # what it says and what it does
    REFUSES_BUT_DELETES = "refuses-but-deletes"
    REFUSES_BUT_TRUNCATES = "refuses-but-truncates"
    REFUSES_BUT_CREATES = "refuses-but-creates"
    REFUSES_BUT_MOVES = "refuses-but-moves"
    SAYS_YES_DOES_NOTHING = "says-yes-does-nothing"  # to every change
    RENAMES_NOTHING = "renames-nothing"  # the same of renames alone, so that a probe can begin
