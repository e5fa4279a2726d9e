import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tokenlint.services.embedded import embedded
from tokenlint.services.snippets.cut import is_directive
from tokenlint.services.text import Text

NAMES = ["values.yaml", "README.md", "guide.rst", "setup.sh", "Dockerfile", "a.yaml.j2", "x.cfg"]
PIECES = [
    "data:\n",
    "  scitokens.cfg: |\n",
    "    [Global]\n",
    "- |2-\n",
    "{{- if .x }}\n",
    "```ini\n",
    "```\n",
    "~~~\n",
    '   ```yaml title="a.yaml"\n',
    "a: >\n",
    "::\n\n",
    ".. code-block:: ini\n",
    "   :caption: a.cfg\n",
    "  cat > /etc/x.cfg <<EOF\n",
    "EOF\n",
    "\tcat <<-'E'\n",
    "\tE\n",
    'x: "a\\nb"\n',
    "\r\n",
    "\t",
    " ",
    "key: value\n",
    "path: /etc/a.cfg\n",
    "Edit `/etc/b.cfg`:\n",
    "#cloud-config\n",
    "#!/bin/sh\n",
]
NEARLY = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=25).map("".join)


def within(name: str, content: str) -> list[Text]:
    return list(embedded(Text(f"folder/{name}", name, content)))


def names(name: str, content: str) -> list[str]:
    return [child.name for child in within(name, content)]


@given(st.sampled_from(NAMES), NEARLY)
def test_every_line_of_a_child_is_the_rest_of_a_line_of_its_file(name: str, content: str) -> None:
    text = Text(f"folder/{name}", name, content)
    for child in embedded(text):
        assert child.embedded
        assert child.file == text.file
        assert 1 <= child.line <= len(text.lines)
        if not child.exact:
            continue
        for index, line in child:
            whole = text.lines[child.line - 1 + index]
            assert line in {whole[child.indent :], whole.lstrip(" \t")}
            if line != whole[child.indent :]:
                assert is_directive(line)


@given(st.sampled_from(NAMES), st.text(max_size=200))
@settings(max_examples=examples(50))
def test_any_text_is_read(name: str, content: str) -> None:
    within(name, content)


def test_a_value_in_a_config_map_has_its_place() -> None:
    (child,) = within("map.yaml", "data:\n  x.cfg: |\n    [Global]\n    audience = a\n  y: z\n")
    assert (child.name, child.content) == ("x.cfg", "[Global]\naudience = a")
    assert str(child.at(1, 11, 12)) == "folder/map.yaml:4:16"


def test_texts_within_each_other_keep_their_places() -> None:
    content = (
        "Apply this:\n\n"
        "1. so\n\n"
        "   ```yaml\n"
        "   run: |\n"
        "     cat > /etc/xrootd/scitokens.cfg <<EOF\n"
        "     [Global]\n"
        "     audience = a\n"
        "     EOF\n"
        "   ```\n"
    )
    block, run, written = within("README.md", content)
    assert [block.name, run.name, written.name] == ["block.yaml", "run", "scitokens.cfg"]
    assert written.content == "[Global]\naudience = a"
    assert str(written.at(1, 0, 8)) == "folder/README.md:9:6"


def test_three_deep_is_the_end() -> None:
    inner = "cat <<D\ncat <<C\ncat <<B\ncat <<A\nx\nA\nB\nC\nD\n"
    assert len(within("a.sh", inner)) == 3


@pytest.mark.parametrize("name", ["a.py", "a.cfg", "Makefile", "a.json"])
def test_other_files_hold_none(name: str) -> None:
    assert names(name, "data:\n  x.cfg: |\n    a\ncat <<EOF\nx\nEOF\n```\nx\n```\n") == []


@pytest.mark.parametrize("name", ["a.yaml", "a.yml.j2", "a.yaml.gotmpl", "user-data"])
def test_a_yaml_is_told_by_its_name_or_first_line(name: str) -> None:
    assert names(name, "#cloud-config\na.cfg: |\n  x\n") == ["a.cfg"]


def test_a_script_is_told_by_its_name_or_first_line() -> None:
    script = "cat > a.cfg <<EOF\nx\nEOF\n"
    assert names("Dockerfile.test", script) == ["a.cfg"]
    assert names("setup", "#!/usr/bin/env bash\n" + script) == ["a.cfg"]
    assert names("setup", script) == []


def test_five_megabytes_take_no_longer_than_their_lines() -> None:
    entry = "metadata:\n  name: a\n  labels: {a: b}\nspec:\n  - one\n  - two: three\n" * 20
    content = (entry + "data:\n  x.cfg: |\n" + "    a = b\n" * 20) * 3500
    start = time.process_time()
    assert len(within("a.yaml", content)) == 3500
    assert time.process_time() - start < 30  # a hang, not slowness
