"""The words of scopes, each with what it lets its holder do.

Sources: WLCG profile 1.3 sections 2.2.1 to 2.2.4 and 3.1, the SciTokens claims language,
HTCondor's security manual (authorization levels), OpenID Connect Core sections 5.4 and 11,
the scopes of INDIGO IAM.
"""

from dataclasses import dataclass
from enum import StrEnum

from tokenlint.privilege.capability import Action


class Vocabulary(StrEnum):
    """Whose word it is."""

    WLCG = "wlcg"
    SCITOKENS = "scitokens"
    HTCONDOR = "htcondor"
    OIDC = "oidc"
    IAM = "iam"
    FTS = "fts"
    UNKNOWN = "unknown"


class ScopeKind(StrEnum):
    """What a scope is for."""

    CAPABILITY = "capability"
    GROUP_REQUEST = "group-request"
    VERSION_REQUEST = "version-request"  # selects what an issuer puts in, and grants nothing
    IDENTITY = "identity"
    REFRESH = "refresh"
    ADMINISTRATION = "administration"
    UNKNOWN = "unknown"
    MALFORMED = "malformed"


@dataclass(frozen=True, slots=True)
class Word:
    """One word: `actions` are what it grants, `takes_path` whether a path belongs to it."""

    name: str
    vocabulary: Vocabulary
    kind: ScopeKind
    actions: tuple[Action, ...] = ()
    takes_path: bool = False


ADMINISTER = (Action.ADMINISTER,)
_JOBS = (Action.QUERY, Action.CANCEL, Action.MODIFY_JOB, Action.SUBMIT)


def _words(
    vocabulary: Vocabulary, kind: ScopeKind, names: str, actions: tuple[Action, ...] = ()
) -> dict[str, Word]:
    return {name: Word(name, vocabulary, kind, actions) for name in names.split()}


def _capability(
    vocabulary: Vocabulary, name: str, *actions: Action, takes_path: bool = False
) -> dict[str, Word]:
    return {name: Word(name, vocabulary, ScopeKind.CAPABILITY, actions, takes_path)}


_WLCG = {
    **_capability(Vocabulary.WLCG, "storage.read", Action.READ, takes_path=True),
    **_capability(Vocabulary.WLCG, "storage.create", Action.CREATE, takes_path=True),
    **_capability(Vocabulary.WLCG, "storage.modify", Action.MODIFY, takes_path=True),
    **_capability(Vocabulary.WLCG, "storage.stage", Action.STAGE, takes_path=True),
    **_capability(Vocabulary.WLCG, "storage.poll", Action.POLL, takes_path=True),
    **_capability(Vocabulary.WLCG, "compute.read", Action.QUERY),
    **_capability(Vocabulary.WLCG, "compute.cancel", Action.CANCEL),
    **_capability(Vocabulary.WLCG, "compute.modify", Action.MODIFY_JOB),
    **_capability(Vocabulary.WLCG, "compute.create", Action.SUBMIT),
    **_words(Vocabulary.WLCG, ScopeKind.GROUP_REQUEST, "wlcg.groups wlcg.capabilityset"),
    **_words(Vocabulary.WLCG, ScopeKind.VERSION_REQUEST, "wlcg"),
    **_words(Vocabulary.WLCG, ScopeKind.IDENTITY, "host.auth"),
}
# SciTokens `write` is also the right to overwrite and delete, and no create-only word exists.
_SCITOKENS = {
    **_capability(Vocabulary.SCITOKENS, "read", Action.READ, takes_path=True),
    **_capability(Vocabulary.SCITOKENS, "write", Action.MODIFY, takes_path=True),
    **_capability(Vocabulary.SCITOKENS, "queue", Action.SUBMIT),
    **_capability(Vocabulary.SCITOKENS, "execute", Action.SUBMIT),
    **_words(Vocabulary.SCITOKENS, ScopeKind.VERSION_REQUEST, "aud"),
}
# WRITE brings READ, and ADMINISTRATOR and DAEMON bring both; whoever advertises a daemon
# takes part in running the pool.
_HTCONDOR = {
    **_capability(Vocabulary.HTCONDOR, "condor:/READ", Action.QUERY),
    **_capability(Vocabulary.HTCONDOR, "condor:/WRITE", *_JOBS),
    **_words(
        Vocabulary.HTCONDOR,
        ScopeKind.ADMINISTRATION,
        "condor:/ADMINISTRATOR condor:/DAEMON condor:/CONFIG condor:/OWNER condor:/NEGOTIATOR "
        "condor:/ADVERTISE_STARTD condor:/ADVERTISE_SCHEDD condor:/ADVERTISE_MASTER",
        (*_JOBS, Action.ADMINISTER),
    ),
    **_words(Vocabulary.HTCONDOR, ScopeKind.IDENTITY, "condor:/ALLOW condor:/CLIENT"),
}
_OIDC = {
    **_words(
        Vocabulary.OIDC,
        ScopeKind.IDENTITY,
        "openid profile email address phone acr basic roles groups entitlements web-origins "
        "microprofile-jwt aarc voperson_id eduperson_entitlement eduperson_scoped_affiliation "
        "eduperson_unique_id eduperson_assurance organization",
    ),
    **_words(Vocabulary.OIDC, ScopeKind.REFRESH, "offline_access"),
}
# `proxy:generate` hands out an X.509 proxy, which stands for all that its owner may do.
_IAM = {
    **_words(
        Vocabulary.IAM,
        ScopeKind.ADMINISTRATION,
        "scim:read scim:write iam:admin.read iam:admin.write registration:read "
        "registration:write registration-token resource-token proxy:generate",
        ADMINISTER,
    ),
    **_words(Vocabulary.IAM, ScopeKind.IDENTITY, "attr ssh-keys"),
}
_FTS = {
    **_capability(Vocabulary.FTS, "fts", *_JOBS),
    **_capability(Vocabulary.FTS, "fts:submit-transfer", *_JOBS),
}
WORDS = {**_WLCG, **_SCITOKENS, **_HTCONDOR, **_OIDC, **_IAM, **_FTS}
SCITOKENS_URI = "https://scitokens.org/v1/authz/"
ADMINISTRATION_FAMILIES = ("scim", "iam", "registration")

# Words that people write and no vocabulary has, with what they may have meant.
OFTEN_MEANT = {
    "storage.write": ("storage.create", "storage.modify"),
    "storage.delete": ("storage.modify",),
    "storage.list": ("storage.read",),
    "storage.stat": ("storage.read",),
    "storage.upload": ("storage.create",),
    "storage.download": ("storage.read",),
    "storage.overwrite": ("storage.modify",),
    "compute.submit": ("compute.create",),
    "compute.query": ("compute.read",),
    "compute.delete": ("compute.cancel",),
    "create": ("storage.create",),
    "modify": ("storage.modify",),
    "stage": ("storage.stage",),
    "delete": ("storage.modify",),
}
