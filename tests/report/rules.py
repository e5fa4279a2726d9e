"""A rule of a catalogue, made up."""

from tokenlint.policy.catalogue import Example, Examples, ExampleToken, Rule
from tokenlint.policy.finding import Persona, Reference, Severity

RULE = Rule(
    code="SCP001",
    name="delete-without-modify",
    title="Deletes or overwrites without storage.modify",
    family="SCP",
    axis="scope",
    severity=Severity.HIGH,
    confidence="high",
    persona=Persona.REGULAR,
    kinds=("workflow", "token"),
    since="0.1.0",
    message="{operation} on {target} needs storage.modify, which the request does not hold",
    why="The storage refuses the deletion.\nOr it is more lenient than the profile, "
    "and then every holder of such a token deletes.\n",
    fix="scope: storage.modify:{target}\n",
    references=(
        Reference(
            "WLCG Common JWT Profiles 1.3", "2.2.1", "https://doi.org/10.5281/zenodo.20734267"
        ),
        Reference("RFC 7519"),
    ),
    examples=Examples(
        bad=(
            Example(
                "a reaper that may only create",
                workflow="workflows:\n  reaper:\n\tkind: deletion\n    token: {scope: x}\n",
            ),
        ),
        good=(
            Example(
                "a token that may delete",
                token=ExampleToken(claims={"scope": "storage.modify:/x", "exp": "now+1h"}),
                against="workflows: {}\n",
            ),
            Example(
                "raw",
                token=ExampleToken(raw_claims='{"a":1,"a":2}', raw_header='{"alg":"none"}'),
            ),
            Example("header", token=ExampleToken(claims={}, header={"alg": "RS256"})),
        ),
    ),
    fix_safe=False,
)
