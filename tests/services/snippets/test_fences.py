import pytest

from tokenlint.services.snippets.fences import fences
from tokenlint.services.text import Text


def found(content: str) -> list[Text]:
    return list(fences(Text("a.md", "a.md", content)))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("```ini\n[x]\n```\n", "block.ini"),
        ("~~~ {.ini}\n[x]\n~~~\n", "block.ini"),
        ("```\n[x]\n", "block"),
        ('```ini title="conf/a.cfg" hl_lines="1"\n[x]\n```\n', "a.cfg"),
        ("```ini filename='a.cfg'\n[x]\n```\n", "a.cfg"),
        ("```ini:conf/a.cfg\n[x]\n```\n", "a.cfg"),
        ("```{code-block} ini\n:caption: /etc/a.cfg\n\n[x]\n```\n", "a.cfg"),
        ("Edit `/etc/xrootd/a.cfg`:\n\n```\n[x]\n```\n", "a.cfg"),
        ("Edit `/etc/xrootd/a.cfg`,\nand see:\n```ini\n[x]\n```\n", "a.cfg"),
        ("**/etc/xrootd/authdb**\n```\nu x\n```\n", "authdb"),
        ("Edit `/etc/a.cfg`.\n\nThen:\n\n```\n[x]\n```\n", "block"),
        ("Edit `/etc/a.cfg`:\n```yaml\nx: y\n```\n", "block.yaml"),
        ("Edit `/etc/a.cfg`:\n```bash\nvi a.cfg\n```\n", "block.sh"),
        ("Edit `/etc/a.cfg`:\n```bash\n# so\n[x]\n```\n", "a.cfg"),
        ("On `ce.site.org` below `/atlas/disk`:\n```\n[x]\n```\n", "block"),
        ("```\n# /etc/xrootd/a.cfg\n[x]\n```\n", "a.cfg"),
    ],
)
def test_a_block_is_named_by_what_is_around_it(content: str, name: str) -> None:
    assert [child.name for child in found(content)] == [name]


def test_an_indented_fence_takes_its_indentation_off() -> None:
    (child,) = found("1. a\n\n   ```ini\n   [x]\n     a = b\n   ```\n")
    assert (child.content, child.line, child.indent) == ("[x]\n  a = b", 4, 3)


def test_a_line_further_left_keeps_its_place() -> None:
    (child,) = found("    ```ini\n  [x]\n    a = b\n    ```\n")
    assert (child.content, child.indent) == ("[x]\n  a = b", 2)


def test_a_longer_fence_holds_a_shorter_one() -> None:
    (child,) = found("````\n```\n[x]\n```\n````\n")
    assert child.content == "```\n[x]\n```"


def test_code_within_a_sentence_opens_nothing() -> None:
    assert found("```a``` and\n\ntext\n") == []


def test_an_empty_block_holds_nothing() -> None:
    assert found("```ini\n\n```\n") == []
