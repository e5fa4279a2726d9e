from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.services.oa4mp.files import SERVER, text
from tokenlint.services.oa4mp.xml_tree import inner, read_xml

SMALL = "<a x=\"1\">\r\n  <b y = 'two'>in&amp;side</b><c><![CDATA[ raw ]]></c>\n</a>"


def test_elements_and_places() -> None:
    root, problems = read_xml(text(SMALL))
    assert problems == ()
    assert root is not None
    assert (root.name, root.get("missing")) == ("a", None)
    b, c = root.children
    assert (str(b.source), str(b.attributes["y"].value.source)) == (
        "opt/oa4mp/etc/cfg.xml:2:4",
        "opt/oa4mp/etc/cfg.xml:2:11",
    )
    assert b.text
    assert c.text
    assert (b.text.text, c.text.text) == ("in&side", "raw")
    assert (b.text.source.column, c.text.source.column) == (16, 44)


def test_signs_outside_latin_1_keep_places_and_values() -> None:
    root, _ = read_xml(text('<?xml version="1.0" encoding="UTF-8"?><a x="\u03b1" y="z">\u4e2d</a>'))
    assert root is not None
    assert root.text
    assert [value.value.text for value in root.attributes.values()] == ["\u03b1", "z"]
    assert (root.text.text, root.attributes["y"].value.source.column) == ("\u4e2d", 51)


def test_templates_are_unknown() -> None:
    root, problems = read_xml(text('<a x="{{- index . "x" -}}">\n{{- if .y }}\n<b>{HOST}</b></a>'))
    assert problems == ()
    assert root is not None
    (b,) = root.children
    assert b.text is not None
    assert not root.attributes["x"].value.known
    assert not b.text.known


def test_entities_are_refused() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY l "lol"><!ENTITY m "&l;&l;&l;">]>\n<a>&m;</a>'
    root, problems = read_xml(text(bomb))
    assert root is None
    assert [(each.kind, each.source.line) for each in problems] == [("limit", 1)]


def test_depth_is_bounded() -> None:
    root, (problem,) = read_xml(text("<a>" * 100))
    assert problem.kind == "limit"
    assert root is not None


def test_what_stands_before_a_break_is_kept() -> None:
    root, (problem,) = read_xml(text(SERVER.replace("</service>", "")))
    assert (problem.kind, problem.source.line) == ("syntax", 16)
    assert root is not None
    service = root.first("service")
    assert service
    assert service.get("issuer")


def test_the_text_within_keeps_its_place() -> None:
    whole = text("<a>\n <b>{\n  x}</b></a>")
    root, _ = read_xml(whole)
    assert root is not None
    found = inner(whole, root.children[0])
    assert (found.content, found.line) == ("    {\n  x}", 2)


@settings(max_examples=examples(60))
@given(st.text(alphabet="<>ab/=\"' \n&;![]-?\u03b1{}", max_size=60), st.integers(0, len(SERVER)))
def test_any_text_is_read(noise: str, cut: int) -> None:
    for content in (noise, SERVER[:cut] + noise + SERVER[cut:]):
        whole = text(content)
        root, _ = read_xml(whole)
        stack = [root] if root else []
        while stack:
            element = stack.pop()
            stack.extend(element.children)
            for attribute in element.attributes.values():
                value = attribute.value
                line = whole.lines[value.source.line - 1]
                if value.text and "&" not in content and value.source.end_column:
                    assert line[value.source.column - 1 :].startswith(value.text)
