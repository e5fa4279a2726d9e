"""From the files of a run to services: engines, Rego beside the data, patterns, limits."""

import json

from tests.services.iam.policies.sets import Json, by, of
from tokenlint.services.acceptance import Acceptance, Assembled
from tokenlint.services.iam.policies.reader import assemble
from tokenlint.services.iam.policies.recognise import JAVA, OPA, RULES
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text

PERMITTING = 'package rules\n\ndefault scope_permission(_) := "PERMIT"\n'
DENYING = (
    'package rules\n\ndefault scope_permission(_) := "DENY"\n\n'
    'said[scope] contains {"client": rule} if {\n    client_policy(policy)\n}\n'
)


def piece(kind: str, file: str, *policies: Json, embedded: bool = False) -> Piece:
    content = json.dumps(list(policies))
    return Piece(kind, Text(file, file.rpartition("/")[2], content, embedded=embedded))


def rego(file: str, content: str) -> Piece:
    return Piece(RULES, Text(file, file.rpartition("/")[2], content))


def the(found: Assembled) -> Acceptance:
    (service,) = found.services
    return service.acceptance


def kinds(found: Assembled) -> set[str]:
    return {each.kind for each in the(found).scope_policies}


def test_each_set_is_an_issuer_of_its_own() -> None:
    pieces = [
        piece(JAVA, "a/p.json", of("DENY", "EQ")),
        piece(OPA, "b/data.json", of("DENY", "EQ")),
    ]
    one, other = (each.acceptance for each in assemble(pieces).services)
    assert (one.product, one.service, one.files) == ("indigo-iam", "issuer", ("a/p.json",))
    assert "OPA" in other.title


def test_the_same_policies_are_judged_by_their_engine() -> None:
    policy = of("DENY", "EQ", group="g")
    assert "vacuous" in kinds(assemble([piece(OPA, "data.json", policy)]))
    assert "vacuous" not in kinds(assemble([piece(JAVA, "p.json", policy)]))


def test_rules_beside_the_data_count() -> None:
    data = piece(OPA, "data.json", by("client", "robot", "DENY", "EQ", "storage.modify:/"))
    alone = assemble([data])
    assert {"default-reach", "vacuous"} <= kinds(alone)
    closed = assemble([rego("order.rego", DENYING), data])
    assert not kinds(closed) & {"default-reach", "vacuous"}
    assert the(closed).files == ("data.json", "order.rego")
    # Two that disagree tell nothing; the documentation holds.
    both = assemble([rego("order.rego", DENYING), rego("old/order.rego", PERMITTING), data])
    assert kinds(both) == kinds(alone)


def test_a_fence_is_no_whole_set() -> None:
    everything: Json = {"rule": "PERMIT", "matchingPolicy": "EQ", "id": 1, "scopes": None}
    assert "default-reach" in kinds(assemble([piece(JAVA, "p.json", everything)]))
    assert not kinds(assemble([piece(JAVA, "README.md", everything, embedded=True)]))


def test_the_expressions_of_java_are_patterns() -> None:
    policy = of("PERMIT", "REGEXP", "storage.read:/vo(/.*)?", "storage.read:/x.y/.*", "(")
    first, second, broken = the(assemble([piece(JAVA, "p.json", policy)])).patterns
    assert not first.defects  # storage-read is no scope
    assert second.also == "storage.read:/xxy/"
    assert not broken.defects  # told as a policy that cannot be evaluated
    assert not the(assemble([piece(OPA, "data.json", policy)])).patterns


def test_a_huge_set_is_a_problem() -> None:
    many = [of("DENY", "EQ", f"storage.read:/{'x' * 200}/{n}") for n in range(200)]
    found = assemble([piece(JAVA, "p.json", *many)])
    (problem,) = found.problems
    assert problem.kind == "limit"
    assert not the(found).scope_policies


def test_rules_alone_are_no_service() -> None:
    assert assemble([rego("order.rego", PERMITTING)]) == Assembled()


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
