"""What the Rego of opa-iam beside its data says about the order of evaluation.

Only two things are looked for, since sites change them: the answer where no policy matches,
and whether policies for clients count (opa-iam 145f2b6, policy_evaluation_order.rego).
"""

import re
from collections.abc import Sequence

from tokenlint.services.iam.policies.model import Rule, Rules
from tokenlint.services.text import Text

_DEFAULT = re.compile(
    r'^default[ \t]+scope_permission\(_\)[ \t]*:?=[ \t]*"(PERMIT|DENY)"', re.MULTILINE
)
_CLIENTS = re.compile(r'^[ \t]*client_policy\(\w+\)[ \t]*$|\{[ \t]*"client"[ \t]*:', re.MULTILINE)


def read_rules(texts: Sequence[Text]) -> Rules:
    """What the files say; what the documentation says where there are none, or they disagree."""
    found = set()
    for text in texts:
        default = _DEFAULT.search(text.content)
        if default:
            clients = bool(_CLIENTS.search(text.content))
            found.add(Rules(Rule(default[1]), clients, known=True))
    return found.pop() if len(found) == 1 else Rules()
