import pytest

from tokenlint.services.snippets.here import here_documents
from tokenlint.services.text import Text


def found(content: str) -> list[Text]:
    return list(here_documents(Text("a.sh", "a.sh", content)))


@pytest.mark.parametrize(
    ("command", "end", "name"),
    [
        ("cat > /etc/x/a.cfg <<EOF", "EOF", "a.cfg"),
        ("cat <<'END OF' >> a.cfg", "END OF", "a.cfg"),
        ('cat <<\\EOF >"/etc/x/a.cfg"', "EOF", "a.cfg"),
        ("cat <<EOF | sudo tee -a /etc/x/authdb > /dev/null", "EOF", "authdb"),
        ("tee /etc/x/a.cfg << EOF 2>&1", "EOF", "a.cfg"),
        ('COPY <<"EOF" /etc/x/a.cfg', "EOF", "a.cfg"),
        ("kubectl apply -f - <<EOF", "EOF", "here-document"),
    ],
)
def test_a_text_is_named_by_the_file_that_it_goes_to(command: str, end: str, name: str) -> None:
    (child,) = found(f"set -e\n{command}\n[x]\na = b\n{end}\necho\n")
    assert (child.name, child.content, child.line) == (name, "[x]\na = b", 3)


def test_tabs_are_taken_off_where_the_shell_does() -> None:
    (child,) = found("\tcat <<-EOF\n\t\t[x]\n\t\ta\n\tEOF\n")
    assert (child.content, child.indent) == ("[x]\na", 2)


def test_several_texts_of_one_command_follow_each_other() -> None:
    assert [child.content for child in found("paste <<A <<B\none\nA\ntwo\nB\n")] == ["one", "two"]


@pytest.mark.parametrize(
    "content",
    ["cat <<EOF\nx\n", "x=$((1 << 4))\n4\n", "cat <<< EOF\nx\nEOF\n", "# cat <<EOF\nx\nEOF\n"],
)
def test_what_is_no_text(content: str) -> None:
    assert found(content) == []
