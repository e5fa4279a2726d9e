import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.dcache.sites import text
from tokenlint.services.dcache.stack import plugin_lines


def test_phase_control_plugin_and_properties() -> None:
    content = '# c\nauth\tsufficient  oidc\nmap optional multimap "a.b=/x y" c=d\n'
    (auth, mapping), problems, templated = plugin_lines(text(content))
    assert (auth.phase, auth.control, auth.plugin) == ("auth", "sufficient", "oidc")
    assert (auth.source.line, auth.source.column) == (2, 18)
    assert mapping.option("a.b") == "/x y"
    assert mapping.option("c") == "d"
    assert mapping.option("e") is None
    assert not problems
    assert not templated


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("auth optional", "needs a phase"),
        ("login optional oidc", "phase"),
        ("auth maybe oidc", "control"),
    ],
)
def test_what_gplazma_refuses(line: str, word: str) -> None:
    lines, (problem,), _ = plugin_lines(text(f"{line}\nauth optional oidc\n"))
    assert len(lines) == 1
    assert problem.source.line == 1
    assert word in problem.reason


@pytest.mark.parametrize("line", ["{{ .Values.plugins }}", "auth <%= $control %> oidc", "..."])
def test_a_template_may_add_lines(line: str) -> None:
    lines, problems, templated = plugin_lines(text(f"{line}\n"))
    assert (lines, problems, templated) == ((), (), True)


@given(st.text(alphabet="auth map\n\"'=optinal{}%<>", max_size=200))
def test_any_text_is_read(content: str) -> None:
    lines, _, _ = plugin_lines(text(content))
    assert all(line.source.line for line in lines)
