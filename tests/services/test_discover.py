import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.services import discover
from tokenlint.services.acceptance import Assembled
from tokenlint.services.discover import (
    MAX_CONFIG_BYTES,
    MAX_CONTAINER_BYTES,
    PACKAGES,
    assemble_all,
    claimed,
    known_name,
    recognised,
    texts_of,
    unclaimed,
)
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text
from tokenlint.source import Problem, Source

FOLDER = Path(discover.__file__).parent
WRITTEN = tuple(name for name in PACKAGES if (FOLDER / name / "recognise.py").exists())


def product(name: str, claims: Callable[[Text], bool]) -> dict[str, SimpleNamespace]:
    """A product whose reader reports the files that it was given."""

    def assemble(pieces: list[Piece]) -> Assembled:
        return Assembled(problems=tuple(Problem(name, Source(p.text.file), p.kind) for p in pieces))

    def kind_of(text: Text) -> str | None:
        return f"{name}-file" if claims(text) else None

    return {
        "recognise": SimpleNamespace(PRODUCT=name, kind_of=kind_of),
        "reader": SimpleNamespace(assemble=assemble),
    }


@pytest.fixture
def products(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three products: one knows a name, the other two know words."""
    made = {
        "arc": product("one", lambda text: "1" in text.content),
        "storm": product("two", lambda text: "2" in text.content),
        "dcache": product("zz", lambda text: text.name == "named.cfg"),
    }
    monkeypatch.setattr(discover, "PACKAGES", ("arc", "storm", "dcache"))
    monkeypatch.setattr(discover, "_module", lambda package, part: made[package][part])


def text(content: str, name: str = "a.cfg", *, embedded: bool = False) -> Text:
    return Text(f"x/{name}", name, content, embedded=embedded)


@pytest.mark.usefixtures("products")
class TestRecognised:
    def test_by_what_it_holds(self) -> None:
        assert recognised(text("1")) == ("one", "one-file")
        assert recognised(text("2")) == ("two", "two-file")
        assert recognised(text("3")) is None

    def test_the_first_product_wins(self) -> None:
        assert recognised(text("2 1")) == ("one", "one-file")

    def test_who_knows_the_name_goes_first(self) -> None:
        assert recognised(text("2 1", "named.cfg")) == ("zz", "zz-file")

    def test_a_program_is_none(self) -> None:
        assert recognised(text("1", "a.py")) is None

    def test_a_snippet_must_say_something(self) -> None:
        assert recognised(text("# 1\n{{ 2 }}\n", embedded=True)) is None
        assert recognised(text("# 1\n{{ 2 }}\nx", embedded=True)) is not None
        assert recognised(text("# 1")) is not None

    def test_a_name_alone_may_be_known(self) -> None:
        assert known_name("folder/named.cfg")
        assert not known_name("folder/other.cfg")

    def test_each_product_gets_its_pieces(self) -> None:
        one, two = Piece("k", text("1", "b")), Piece("l", text("2", "c"))
        made = assemble_all({"two": [two], "one": [one], "zz": []})
        assert [(p.kind, p.source.file, p.reason) for p in made.problems] == [
            ("one", "x/b", "k"),
            ("two", "x/c", "l"),
        ]


class TestTextsOf:
    def only(self, data: bytes) -> str:
        (found,), problems = texts_of("folder/a.cfg", data)
        assert problems == ()
        assert (found.file, found.name, found.embedded) == ("folder/a.cfg", "a.cfg", False)
        return found.content

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_encodings_with_and_without_a_mark(self, encoding: str) -> None:
        assert self.only("a = ä\r\n\tb".encode(encoding)) == "a = ä\r\n\tb"

    def test_a_wrong_byte_is_told_and_the_rest_is_read(self) -> None:
        (found,), (problem,) = texts_of("a.cfg", "ok = ä\n# x ".encode() + b"\xe4\xff\nb = 1\n")
        assert found.content == "ok = ä\n# x äÿ\nb = 1\n"
        assert (problem.kind, str(problem.source)) == ("encoding", "a.cfg:2:5")
        assert problem.reason == "the byte 0xe4 is not UTF-8"

    def test_half_a_character_in_utf_16(self) -> None:
        (found,), (problem,) = texts_of("a.cfg", "ab".encode("utf-16") + b"x")
        assert found.content == "abx"
        assert problem.kind == "encoding"

    @pytest.mark.parametrize("data", [b"a\nb\0c", "a\n\0".encode("utf-16")])
    def test_binary_data(self, data: bytes) -> None:
        texts, (problem,) = texts_of("a.cfg", data)
        assert texts == ()
        assert (problem.kind, problem.source.line) == ("binary", 2)

    def test_a_large_file_is_only_looked_into(self) -> None:
        data = b"a.cfg: |\n  x\n" + b"# much\n" * (MAX_CONFIG_BYTES // 7)
        (child,), (problem,) = texts_of("a.yaml", data)
        assert (child.name, problem.kind) == ("a.cfg", "limit")

    def test_a_huge_file_is_left(self) -> None:
        texts, (problem,) = texts_of("a.yaml", b"x" * (MAX_CONTAINER_BYTES + 1))
        assert (texts, problem.kind) == ((), "limit")

    def test_a_large_snippet_is_told_at_its_place(self) -> None:
        data = b"x: 1\na.cfg: |\n" + b"  b = c\n" * (MAX_CONFIG_BYTES // 5)
        texts, problems = texts_of("a.yaml", data)
        assert texts == ()
        assert [str(problem.source) for problem in problems] == ["a.yaml", "a.yaml:3"]

    @given(st.binary(max_size=200), st.sampled_from(["a.cfg", "b.yaml", "c.md", "d.sh"]))
    def test_any_bytes_are_read(self, data: bytes, name: str) -> None:
        texts, problems = texts_of(name, data)
        assert texts or problems


class TestProducts:
    @pytest.fixture(autouse=True)
    def _written(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(discover, "PACKAGES", WRITTEN)

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("README.md", "# A project\n\nRun `make`.\n"),
            ("setup.cfg", "[metadata]\nname = x\n[options]\npackages = find:\n"),
            ("values.yaml", "image:\n  tag: 1\nenv: []\n"),
            ("app.properties", "a.b=c\n"),
            ("nginx.conf", "server {\n  listen 80;\n}\n"),
            ("data.json", '{"a": [1, 2]}\n'),
            ("Makefile", "all:\n\techo $(X)\n"),
            ("notes.txt", "u and g\nauth is on\n"),
            ("main.conf", "# nothing\n"),
        ],
    )
    def test_other_files_are_none(self, name: str, content: str) -> None:
        assert recognised(text(content, name)) is None

    def test_an_arc_configuration_is_told_from_any_other(self) -> None:
        content = "[common]\n[arex]\n[queue:a]\n"
        assert recognised(text(content, "arc.conf")) == ("arc", "arc.conf")

    def test_hundreds_of_files_take_little_time(self) -> None:
        readme = "# A project\n\n```sh\nmake\n```\n\n" + "Words of no meaning. " * 200
        files = [
            (f"{folder}/{name}", content.encode())
            for folder in range(60)
            for name, content in (
                ("README.md", readme),
                ("main.py", "import os\n\n\ndef main() -> None:\n    pass\n" * 50),
                ("values.yaml", "a:\n  b: 1\n  c: |\n    text\n" * 100),
                ("x.conf", "[section]\nkey = value\n" * 100),
            )
        ]
        start = time.process_time()
        found = [recognised(each) for name, data in files for each in texts_of(name, data)[0]]
        assert not any(found)
        assert time.process_time() - start < 8  # a hang, not slowness


class TestUnclaimed:
    @pytest.mark.parametrize(
        ("name", "data", "why"),
        [
            ("a.txt", b" \n", "it is empty"),
            ("a.py", b"x = 1\n", "by its name a program, a table or a picture"),
            ("a.txt", b"hello\n", "no product knows its name with this content"),
            ("a.txt", b"\0", "the file holds binary data"),
            (
                "a.yaml",
                b"x: |\n  hello\n",
                "no product knows its name with this content, nor a text inside it",
            ),
        ],
    )
    def test_the_reason(self, name: str, data: bytes, why: str) -> None:
        assert unclaimed(name, *texts_of(name, data)) == why

    def test_a_file_that_cannot_be_read_at_all(self) -> None:
        assert unclaimed("a.txt", (), ()) == "it cannot be read"


def test_a_text_around_one_of_the_same_kind_is_not_claimed() -> None:
    inner = "[Global]\nonmissing = deny\n[Issuer a]\nissuer = https://a.example\nbase_path = /a\n"
    outer = "apiVersion: v1\nkind: ConfigMap\ndata:\n  scitokens.cfg: |\n" + "".join(
        f"    {line}\n" for line in inner.splitlines()
    )
    file = "example: |\n" + "".join(f"  {line}\n" for line in outer.splitlines())
    texts, _ = texts_of("a.yaml", file.encode())
    assert [text.line for text in texts if recognised(text)] == [2, 6]
    assert [(text.line, *known) for text, *known in claimed(texts)] == [
        (6, "xrootd", "scitokens.cfg")
    ]
    both, _ = texts_of("b.yaml", f"a: |\n{_indented(inner)}b: |\n{_indented(inner)}".encode())
    assert [text.line for text, *_ in claimed(both)] == [2, 8]


def _indented(text: str) -> str:
    return "".join(f"  {line}\n" for line in text.splitlines())
