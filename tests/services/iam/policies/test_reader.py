"""From files with scope policies to what a report shows."""

import json

from tokenlint.services.iam.policies.reader import assemble
from tokenlint.services.iam.policies.recognise import JAVA
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text


def test_what_can_be_obtained_is_told_of_everybody_and_each_whom_the_set_names() -> None:
    """The words of the report: `openid`, which IAM never drops, is not the whole."""
    text = json.dumps(
        [
            {"id": 1, "rule": "PERMIT", "matchingPolicy": "PATH", "scopes": ["storage.read:/vo"]},
            {
                "id": 2,
                "rule": "DENY",
                "scopes": ["storage.read:/vo/secret"],
                "group": {"uuid": "g", "name": "vo/guests"},
            },
        ]
    )
    piece = Piece(JAVA, Text("p.json", "p.json", text))
    (service,) = assemble([piece]).services
    assert service.acceptance.outcomes == (
        ("a user whom no policy names", "obtains storage.read:/vo*"),
        (
            "a member of the group vo/guests",
            "obtains storage.read:/vo*, but not storage.read:/vo/secret",
        ),
    )
