"""Directives of template engines."""

import pytest

from tokenlint.services.xrootd.templates import conditions_opened, without_directives


@pytest.mark.parametrize(
    ("line", "rest", "offset"),
    [
        ("plain = 1", "plain = 1", 0),
        ("{{- if .a }}[s]", "[s]", 12),
        ("  {% if a %} b", " b", 12),
        ("a = {{ .b }}{{ end }}", "a = {{ .b }}", 0),
        ("<% each do |x| -%>", "", 18),
        ("<%= x %> 1", "<%= x %> 1", 0),
        ("{{/* remark */}}", "", 16),
    ],
)
def test_directives_are_cut_and_values_stay(line: str, rest: str, offset: int) -> None:
    assert without_directives(line)[:2] == (rest, offset)


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("{{ if .a }}", 1),
        ("{{ if .a }}x{{ end }}", 0),
        ("{{ .a }}", 0),
        ("{% endfor %}", -1),
        ("<% @a.each do |b| -%>", 1),
        ("<% end -%>", -1),
        ("<% @a.each |$b| { -%>", 1),
    ],
)
def test_conditions_are_counted(line: str, count: int) -> None:
    assert conditions_opened(line) == count
