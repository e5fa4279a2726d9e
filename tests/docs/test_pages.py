"""Links resolve, nothing is left out of an index, and short names are explained."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import anchors, links, pages, prose
from tokenlint import shipped
from tokenlint.workflows.reader import read_workflows

ROOT = Path(__file__).resolve().parents[2]
PAGES = pages(ROOT)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_resolve(page: Path) -> None:
    for target in links(page):
        file, _, anchor = target.partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        found = (page.parent / file).resolve() if file else page
        assert found.exists(), target
        if anchor and found.suffix == ".md":
            assert anchor in anchors(found), target


def test_pages_of_the_site_link_only_within_the_site() -> None:
    for page in PAGES:
        if page.is_relative_to(ROOT / "docs"):
            for target in links(page):
                if "://" not in target and not target.startswith("#"):
                    file = (page.parent / target.partition("#")[0]).resolve()
                    assert file.is_relative_to(ROOT / "docs"), f"{page}: {target}"


def test_every_rule_has_its_page_and_stands_in_the_index() -> None:
    index = (ROOT / "docs" / "reference" / "rules" / "index.md").read_text("utf-8")
    for code in shipped.compiled()["catalogue"]:
        assert (ROOT / "docs" / "reference" / "rules" / f"{code}.md").is_file()
        assert f"({code}.md)" in index


def test_every_page_stands_in_the_navigation() -> None:
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    for page in PAGES:
        if page.is_relative_to(ROOT / "docs") and page.parent.name != "rules":
            assert page.relative_to(ROOT / "docs").as_posix() in text, page


def test_every_example_is_described_and_works() -> None:
    told = (ROOT / "examples" / "README.md").read_text("utf-8")
    for file in (ROOT / "examples").glob("*.yaml"):
        assert f"({file.name})" in told
        assert not read_workflows(file, file.read_bytes()).problems


# --- short names -----------------------------------------------------------------------------

SHORT = re.compile(r"(?<![\w-])[A-Z][A-Z0-9]+(?![\w-]|[0-9])")
CODES = re.compile(r"^(?:[A-Z]{3,4}[0-9]{3}|MB|FILE|NAME|FORMAT|CODE|NOT|CODES)$")


def _glossary() -> str:
    return (ROOT / "docs" / "glossary.md").read_text("utf-8")


def _short_names(page: Path) -> list[str]:
    found = dict.fromkeys(SHORT.findall(prose(page)))
    families = {str(entry["family"]) for entry in shipped.compiled()["catalogue"].values()}
    return [name for name in found if not CODES.match(name) and name not in families]


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if page.parent.name != "rules" and "reference" not in page.parts],
    ids=lambda page: page.relative_to(ROOT).as_posix(),
)
def test_short_names_stand_in_the_glossary(page: Path) -> None:
    rows = re.findall(r"^\| ([^|]*) \|", _glossary(), re.MULTILINE)
    known = set(re.findall(r"[A-Za-z0-9]+", " ".join(rows)))
    assert set(_short_names(page)) <= known


@pytest.mark.parametrize("page", ["README.md", "docs/tutorial/first-token.md"])
def test_short_names_are_explained_at_their_first_use(page: str) -> None:
    text = prose(ROOT / page)
    for name in _short_names(ROOT / page):
        first = re.search(rf"(?<![\w-]){name}(?![\w-])", text)
        assert first is not None
        around = text[max(0, first.start() - 1) : first.end() + 6]
        explained = around.startswith("(") or re.match(rf".?{name} (?:\(|is |means )", around)
        assert explained, f"{page}: {name} is not explained where it first stands: {around!r}"
