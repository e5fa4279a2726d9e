import pytest

from tests.services.iam.files import acceptance, matchers, piece
from tokenlint.services.acceptance import Acceptance
from tokenlint.services.iam.reader import assemble

_FILE = "application-wlcg-scopes.yml"
_ALL = [
    f"type: path, prefix: storage.{word}, path: /"
    for word in ("read", "create", "modify", "stage", "poll")
]


def _read(*lines: str) -> Acceptance:
    return acceptance((_FILE, matchers(*lines)))


def _told(found: Acceptance, name: str) -> list[tuple[str, int]]:
    wanted = f"scope.matchers.{name}"
    return [(x.value, x.source.line) for x in found.settings if x.name == wanted]


def test_the_path_of_each_matcher() -> None:
    found = _read(*_ALL[:1], "type: path, prefix: storage.read, path: '{{ area }}'")
    assert _told(found, "path") == [("/", 3), ("", 4)]


def test_scopes_of_the_profile_without_a_matcher() -> None:
    assert _told(_read(*_ALL), "missing") == []
    assert _told(_read(*_ALL[:3]), "missing") == [("storage.stage", 2), ("storage.poll", 2)]


@pytest.mark.parametrize(
    "line",
    ["type: regexp, regexp: '^storage[.]poll:/.*$'", "type: path, prefix: '{{ x }}', path: /"],
)
def test_an_expression_or_a_placeholder_may_cover_it(line: str) -> None:
    assert _told(_read(*_ALL[:4], line), "missing") == []


def test_silent_where_no_storage_scope_has_a_matcher() -> None:
    assert _told(_read("type: path, prefix: compute, path: /"), "missing") == []


def test_a_storage_scope_of_no_profile() -> None:
    found = _read(*_ALL, "type: path, prefix: storage.write, path: /")
    assert _told(found, "foreign") == [("storage.write", 8)]


def test_an_expression_has_to_match_the_whole_scope() -> None:
    (found,) = _read("type: regexp, regexp: 'wlcg[.]groups(:/[a-z]+)?'").patterns
    assert (found.defects, found.text.source.line) == ((), 3)
    (found,) = _read("type: regexp, regexp: 'wlcg.groups'").patterns
    assert (found.defects, found.also) == (("any-sign",), "wlcgxgroups")


def test_members_that_the_type_does_not_look_at() -> None:
    found = _read(
        "type: path, prefix: storage.read, path: /, regexp: x",
        "type: regexp, regexp: 'x', prefix: y",
        "type: '{{ x }}', prefix: y, regexp: x",
    ).dead
    assert [(x.what.text, x.what.source.line) for x in found] == [("regexp", 3), ("prefix", 4)]


def test_a_template_may_bring_in_more() -> None:
    content = matchers(_ALL[0]) + "{{- if x }}\n  - {type: path}\n{{- end }}\n"
    assert _told(acceptance((_FILE, content)), "missing") == []


def test_an_example_on_a_page_may_leave_matchers_out() -> None:
    (service,) = assemble([piece("page.md", matchers(_ALL[0]), embedded=True)]).services
    assert _told(service.acceptance, "missing") == []
    (service,) = assemble([piece("map.yaml", matchers(_ALL[0]), embedded=True)]).services
    assert len(_told(service.acceptance, "missing")) == 4
