"""Three engines, one answer, on odd JSON of every type."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.conftest import IN_CI
from tests.effort import examples
from tests.policy.differential import assert_same_findings
from tests.policy.small_policies import document
from tests.real.opa.conftest import Server
from tokenlint.policy.engine import EmbeddedOptions, Engine, EngineFault, ServerOptions
from tokenlint.policy.engines.embedded import EmbeddedEngine
from tokenlint.policy.engines.server import ServerEngine
from tokenlint.policy.policies import PolicySet

EXAMPLES = 8  # each with a hundred documents


@pytest.fixture(scope="module")
def engines(server: Server, policies: PolicySet) -> Iterator[list[Engine]]:
    with (
        EmbeddedEngine(policies, EmbeddedOptions(workers=2)) as embedded,
        ServerEngine(policies, ServerOptions(server.url)) as remote,
    ):
        yield [embedded, remote]


@pytest.fixture(scope="module")
def all_engines(engines: list[Engine], policies: PolicySet) -> Iterator[list[Engine]]:
    """With the library, where it can be imported."""
    try:
        import opa_bindings  # noqa: F401 - it is the question
    except (ImportError, OSError) as error:
        if IN_CI:
            pytest.fail(f"the OPA library must take part in CI: {error}")
        yield engines
        return
    from tokenlint.policy.engines.library import LibraryEngine

    with LibraryEngine(policies) as library:
        yield [*engines, library]


# Without quotes and backslashes, which the embedded engine refuses to count,
# and without blanks and exclamation marks, which it sorts behind the end of a text.
PLAIN = st.text(st.characters(min_codepoint=0x23, exclude_characters="\\", codec="utf-8"))
NUMBERS = (
    st.integers()
    | st.integers(-(10**40), 10**40)
    | st.sampled_from([3.0, -0.0, 2**53 + 1, 2**63, 2**64, -(2**63), 1e15, 1e22, 1.5e-7, 0.1 + 0.2])
    | st.floats(-1e12, 1e12).map(lambda value: round(value, 3))
)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PLAIN, inner, max_size=3),
    max_leaves=8,
)
DOCUMENTS = st.builds(
    lambda kind, values: document(kind, values=values),
    st.sampled_from(["token", "workflow"]),
    st.lists(JSON, max_size=5),
)


@settings(
    max_examples=examples(EXAMPLES),
    phases=[Phase.explicit, Phase.generate],  # a failure names its one document by itself
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example],
)
@given(documents=st.lists(DOCUMENTS, min_size=40, max_size=100))
def test_generated_documents(all_engines: list[Engine], documents: list[dict[str, Any]]) -> None:
    assert_same_findings(all_engines, documents)


def deep(levels: int) -> Any:
    return [deep(levels - 1)] if levels else []


ODD: list[Any] = [
    3.0,
    -0.0,
    0.1 + 0.2,
    1 / 3,
    1.5e-7,
    1e22,
    1.7e200,
    2**53 + 1,
    9007199254740993,
    2**63,
    -(2**63) - 1,
    10**299,
    "",
    "é",
    "e\u0301",
    "日本",
    "😀",
    "\x7f",
    "\u2028",
    "\ufeff",
    "a/b ~1 %d %s {x} $y #z `q`",
    {"": 1},
    {"": {"": 1}},
    {"b": 1, "a": {"é": []}},
    {"data": 1, "input": 2, "not": 3},
    [],
    [[], [[]], [[[1]]]],
    deep(50),
    None,
    True,
    False,
    [0] * 2000,
    {str(n): n for n in range(500)},
    "x" * 100_000,
]


@pytest.mark.parametrize("at", range(len(ODD)))
def test_odd_values(all_engines: list[Engine], at: int) -> None:
    assert_same_findings(all_engines, [document(values=[ODD[at]])])


def test_documents_that_are_no_documents(all_engines: list[Engine]) -> None:
    odd = [{}, {"kind": "token"}, {"kind": 3}, document("other"), document(values=3)]
    verdicts = assert_same_findings(all_engines, odd, faults=True)
    assert [isinstance(each, EngineFault) for each in verdicts] == [True, True, True, True, False]


def test_a_difference_fails_the_harness(all_engines: list[Engine]) -> None:
    class Other:
        name, version = "other", "0"

        def evaluate(self, documents: Any) -> Any:
            return [[] for _ in documents]

    with pytest.raises(AssertionError, match="embedded alone: "):
        assert_same_findings([all_engines[0], Other()], [document()])  # type: ignore[list-item]
