"""Scope policies of INDIGO IAM that give a group these scopes, as they are spelled.

`EQ` compares a scope as a whole. `PATH` is read as a string prefix: `storage.read:/data` lets
`storage.read:/data-of-others` pass, too. So `EQ` alone gives exactly the least token.
Source: IAM at e998e43, `ScopePolicyDTO` (limits), `DefaultScopeFilter`; iam-website 624dba4.
"""

from typing import Final

from tokenlint.least.token import LeastToken
from tokenlint.policy.finding import Reference
from tokenlint.recipes.recipe import InexpressibleError, Written
from tokenlint.recipes.writing import json_text

NAME: Final = "iam-scope-policy"
TITLE: Final = "INDIGO IAM: a scope policy that permits these scopes"
LANGUAGE: Final = "json"
CARRIES: Final = ("scope",)
REFERENCE: Final = Reference(
    "INDIGO IAM documentation, Scope policy management API",
    "rule, matchingPolicy, group",
    "https://indigo-iam.github.io/v/current/docs/reference/api/scope-policy-api/",
)

_LONGEST_SCOPE: Final = 255
_GROUP: Final = "00000000-0000-0000-0000-000000000000"


def write(token: LeastToken, client: str) -> Written:
    """The policy; `client` is what its description calls it."""
    long = next((scope for scope in token.scopes if len(scope) > _LONGEST_SCOPE), None)
    if long is not None:
        raise InexpressibleError("a scope of a policy has at most 255 characters")
    policy = {
        "description": f"Least privilege of {client}",
        "rule": "PERMIT",
        "matchingPolicy": "EQ",
        "account": None,
        "group": {"uuid": _GROUP},
        "scopes": list(token.scopes),
    }
    return Written(json_text(policy), _NOTES)


_NOTES: Final = (
    (
        f"Replace the uuid {_GROUP} with that of the group; without a group the policy holds for "
        "everybody."
    ),
    (
        "IAM comes with a policy that permits all scopes to everybody. While it is there, this one "
        "takes nothing away: IAM asks the group's policies first, and then the default ones for "
        "the scopes that are left."
    ),
    (
        "This is for IAM's own engine, which drops what no policy matches. Where opa-iam decides, "
        "that is permitted, and this policy takes nothing away there."
    ),
    (
        "matchingPolicy is EQ, so the scopes must be asked for as they are spelled here. PATH "
        "would let narrower ones pass, but IAM reads it as a string prefix, so siblings whose name "
        "begins alike would pass, too."
    ),
    (
        "Policies do not hold for tokens of client credentials, which have no account; there, only "
        "the client's own list of scopes does. See the recipe iam-client."
    ),
    "A policy cannot limit audience or lifetime.",
)
