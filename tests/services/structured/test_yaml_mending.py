import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.services.structured.yaml_mending import composed_text
from tokenlint.workflows.yaml_nodes import plain


@pytest.mark.parametrize("content", ["a: 1\nRUBBISH\nb: 2\n", "a: 1\nb: 2\nRUBBISH"])
def test_broken_lines_are_left_out(content: str) -> None:
    found = composed_text(content, "x.yml")
    assert found.mended
    assert len(found.problems) == 1
    (document,) = found.documents
    assert plain(document) == {"a": 1, "b": 2}


def test_what_is_whole_is_read_as_it_is() -> None:
    found = composed_text("a: 1\n---\nb: 2\n", "x.yml")
    assert (len(found.documents), found.problems, found.mended) == (2, (), False)


def test_an_empty_text_holds_no_document() -> None:
    found = composed_text("", "x.yml")
    assert (found.documents, found.problems) == ((), ())


@given(st.text(alphabet="ab: -\n'\"[]{}\t&*", max_size=80))
def test_any_text_can_be_read(content: str) -> None:
    composed_text(content, "x.yml")
