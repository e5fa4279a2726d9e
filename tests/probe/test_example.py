"""Examples of the catalogue are filled in to whole probes."""

import pytest

from tokenlint.policy.example_probe import ExampleCell, ExampleDifference, ExampleProbe
from tokenlint.probe.cell import Effect, Expected, Verdict
from tokenlint.probe.example import differences_of, probe_of
from tokenlint.probe.judgement import problems_of


@pytest.mark.parametrize("verdict", [each for each in Verdict if each is not Verdict.UNTESTED])
def test_a_cell_of_any_verdict_is_a_whole_result(verdict: Verdict) -> None:
    other = ExampleCell("read", "read", "pass")
    probe = probe_of(ExampleProbe((ExampleCell("create", "rename-over", verdict.value), other)))
    first, second = probe.results
    assert (first.verdict, first.operation, first.kind) == (verdict, "rename-over", "create")
    assert first.case_title == "rename over in its path"
    assert first.cell != second.cell
    assert problems_of(probe) == ()


@pytest.mark.parametrize(
    ("verdict", "expected", "effect", "status"),
    [
        ("excess", Expected.REFUSE, Effect.DONE, "204"),
        ("pass", Expected.REFUSE, Effect.UNCHANGED, "403"),
        ("shortfall", Expected.ALLOW, Effect.UNCHANGED, "403"),
        ("hollow", Expected.REFUSE, Effect.UNCHANGED, "204"),
        ("open-allowed", Expected.OPEN, Effect.DONE, "204"),
    ],
)
def test_what_is_left_out_fits_the_verdict(
    verdict: str, expected: Expected, effect: Effect, status: str
) -> None:
    (result,) = probe_of(ExampleProbe((ExampleCell("create", "delete", verdict),))).results
    assert (result.expected, result.effect, result.status) == (expected, effect, status)


def test_words_that_no_probe_has_are_refused() -> None:
    for cell in (
        ExampleCell("create", "explode", "excess"),
        ExampleCell("create", "delete", "excess", reach="nowhere"),
        ExampleCell("create", "delete", "good"),
    ):
        with pytest.raises(ValueError, match="is not a valid"):
            probe_of(ExampleProbe((cell,)))


def test_services_of_one_product_differ() -> None:
    same = ExampleDifference("create", "delete", ("a@1",), ("a@2", "b@1"))
    other = ExampleDifference("create", "read", ("a@1",), ("b@1",))
    first, second = differences_of(ExampleProbe(differences=(same, other)))
    assert (first.one_product, first.implementations, first.destructive) == (True, 2, True)
    assert (second.one_product, second.implementations, second.destructive) == (False, 2, False)
