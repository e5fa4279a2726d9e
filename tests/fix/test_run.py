"""Rounds of repairs: the gravest first, and what fails does not take others along."""

from tests.fix.mending import NAME, founds, judge, mended, text, wanted
from tokenlint.fix.run import by_gravity, mend
from tokenlint.fix.state import Founds, State
from tokenlint.policy.engine import Engine

HEAD = """\
tokenlint: workflows/1
services:
  disk: {audience: https://disk.example, aliases: [disk.example], kind: storage}
workflows:
"""


def flow(
    name: str, scope: str, path: str = "/data/set1", audience: str = "https://disk.example"
) -> str:
    """One workflow that reads."""
    return (
        f"  {name}:\n    kind: interactive-user\n    operations:\n"
        f"      - {{operation: read, service: disk, path: {path}, by: user}}\n"
        f"    usable_for: 1h\n    token:\n      issuer: https://issuer.example\n"
        f"      audience: [{audience}]\n      scope: {scope}\n"
        f"      lifetime: 6h\n      grant: device-code\n"
    )


def test_the_gravest_finding_comes_first(engine: Engine) -> None:
    source = HEAD + flow("a", "storage.modify:/data storage.read:/data", audience="disk.example")
    state = judge(engine)(founds({NAME: source}))
    ranks = [each.severity.rank for each in by_gravity(state, wanted())]
    assert ranks == sorted(ranks, reverse=True)
    assert len(set(ranks)) > 1


def test_uses_of_one_anchor_stay_together_when_another_repair_fails(engine: Engine) -> None:
    good = [flow("w0", "&s storage.read:/data"), flow("w2", "*s")]
    bad = [flow("w1", "&q storage.read:/data"), flow("w3", "*q", "/data")]
    source = HEAD + good[0] + bad[0] + good[1] + bad[1]
    result = mended(source, engine, "SCP007")
    assert text(result) == source.replace("&s storage.read:/data", "&s storage.read:/data/set1")
    assert [each.plan.finding.document for each in result.fixed] == ["w.yaml#w0", "w.yaml#w2"]
    assert [each.finding.document for each in result.left] == ["w.yaml#w1"]


def test_many_good_repairs_cost_few_proofs_beside_a_bad_one(engine: Engine) -> None:
    flows = [flow(f"w{at}", "storage.read:/data") for at in range(30)]
    bad = flow("x", "&q storage.read:/data") + flow("y", "*q", "/data")
    asked = []

    def counting(given: Founds) -> State:
        asked.append(len(given))
        return judge(engine)(given)

    result = mend(founds({NAME: HEAD + "".join(flows) + bad}), counting, wanted())
    assert len(result.fixed) == 62  # a scope and a lifetime each, and the lifetimes of the last
    assert len(asked) <= 5


def test_what_goes_along_is_counted(engine: Engine) -> None:
    source = HEAD + flow("w", "storage.read:/data/set1").replace("6h", "30d")
    result = mended(source, engine)
    assert [each.plan.finding.rule for each in result.fixed] == ["LIF008"]
    assert (result.settled, result.left) == (1, ())  # that it was over the maximum


def test_places_are_those_of_the_file_as_it_was(engine: Engine) -> None:
    scope = (
        "\n        - storage.read:/data/set1\n        - openid\n        - storage.read:/data/set1"
    )
    source = HEAD + flow("a", scope + "/x") + flow("b", "storage.read:/data")
    result = mended(source, engine)
    lines = source.split("\n")
    for each in result.fixed:
        assert each.plan.finding.locations[0].source.file == NAME
        assert lines[each.line - 1].strip()
    narrowed = [each for each in result.fixed if each.plan.finding.document == "w.yaml#b"]
    assert [lines[each.line - 1].split()[0] for each in narrowed] == ["scope:", "lifetime:"]


def test_a_file_with_a_problem_is_not_touched(engine: Engine) -> None:
    source = HEAD + flow("w", "storage.read:/data") + "  v: {kind: 7}\n"
    result = mended(source, engine)
    assert result.edits == {}
    assert [
        "could not be read whole" in each.reason
        for each in result.left
        if each.finding.rule == "SCP007"
    ]
