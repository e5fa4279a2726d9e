import os
from pathlib import Path

import pytest

from tests.workflows.declarations import reasons
from tokenlint.workflows.declaration import WorkflowFile
from tokenlint.workflows.documents import ReadLimits
from tokenlint.workflows.inventory import read_bounded, repository_of
from tokenlint.workflows.reader import read_workflows

MARKER = "tokenlint: workflows/1\n"
DISK = "services: {disk: {audience: https://storage.example, kind: storage}}\n"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    (tmp_path / "repo" / "flows").mkdir()
    return tmp_path / "repo"


def _write(repository: Path, **files: str) -> None:
    for name, text in files.items():
        (repository / "flows" / f"{name}.yaml").write_text(text)


def _read(repository: Path, include: str) -> WorkflowFile:
    file = repository / "flows" / "w.yaml"
    file.write_text(f"{MARKER}include: {include}\n")
    return read_workflows(file, name="flows/w.yaml")


def test_an_inventory_needs_no_marker(repository: Path) -> None:
    _write(repository, services=DISK)
    file = _read(repository, "services.yaml")
    assert file.problems == ()
    assert file.services["disk"].audiences == ("https://storage.example",)
    assert file.services["disk"].source.file == "flows/services.yaml"
    assert set(file.texts) == {"flows/w.yaml", "flows/services.yaml"}


def test_several_and_inventories_of_inventories(repository: Path) -> None:
    _write(repository, a="include: [c.yaml]\n", b="include: [c.yaml]\n", c=DISK)
    file = _read(repository, "[a.yaml, b.yaml]")
    assert file.problems == ()
    assert set(file.services) == {"disk"}


def test_a_folder_above_is_fine_inside_the_repository(repository: Path) -> None:
    (repository / "services.yaml").write_text(DISK)
    assert set(_read(repository, "../services.yaml").services) == {"disk"}


def test_workflows_of_an_inventory_are_not_judged_here(repository: Path) -> None:
    _write(repository, services=f"{MARKER}{DISK}workflows: {{w: {{kind: deletion}}}}\n")
    file = _read(repository, "services.yaml")
    assert (file.problems, file.workflows) == ((), ())


def test_the_same_service_twice_is_fine_if_it_is_the_same(repository: Path) -> None:
    _write(repository, a=DISK, b=DISK)
    assert _read(repository, "[a.yaml, b.yaml]").problems == ()


def test_the_same_service_twice_differently_is_a_problem_at_both(repository: Path) -> None:
    _write(repository, a=DISK, b=DISK.replace("storage.example", "other.example"))
    file = _read(repository, "[a.yaml, b.yaml]")
    assert [(p.source.file, p.reason) for p in file.problems] == [
        ("flows/a.yaml", "the service `disk` is declared differently in flows/b.yaml:1:12"),
        ("flows/b.yaml", "the service `disk` is declared differently in flows/a.yaml:1:12"),
    ]


def test_a_circle_is_named(repository: Path) -> None:
    _write(repository, a="include: b.yaml\n", b="include: a.yaml\n")
    assert reasons(_read(repository, "a.yaml")) == [
        "1:10 the inventory includes itself: a.yaml -> b.yaml -> a.yaml [remove this line]"
    ]
    assert "w.yaml -> w.yaml" in reasons(_read(repository, "w.yaml"))[0]


@pytest.mark.parametrize(
    ("include", "words"),
    [
        ("gone.yaml", "`gone.yaml` cannot be read: No such file"),
        ("/etc/hostname", "an include is relative"),
        ('"a\\0b"', "an include is relative"),
        ("https://inventory.example/s.yaml", "nothing is fetched"),
        ("../../outside.yaml", "leads out of the repository"),
        ("link.yaml", "leads out of the repository"),
        ("loop.yaml", "cannot be read"),
        ("../flows", "`../flows` cannot be read"),
        ("pipe.yaml", "`pipe.yaml` cannot be read: not a regular file"),
    ],
)
def test_what_cannot_be_included(repository: Path, include: str, words: str) -> None:
    flows = repository / "flows"
    (repository.parent / "outside.yaml").write_text(DISK)
    (flows / "link.yaml").symlink_to(repository.parent / "outside.yaml")
    (flows / "loop.yaml").symlink_to("loop.yaml")
    os.mkfifo(flows / "pipe.yaml")
    file = _read(repository, include)
    (problem,) = file.problems
    assert problem.kind == "include"
    assert words in problem.reason
    assert problem.source.line == 2
    assert file.services == {}


def test_a_broken_inventory_is_reported_in_its_own_file(repository: Path) -> None:
    _write(repository, a="services: {disk: {}}\n", b="services: [\n")
    file = _read(repository, "[a.yaml, b.yaml]")
    assert [(p.source.file, p.kind) for p in file.problems] == [
        ("flows/a.yaml", "schema"),
        ("flows/b.yaml", "syntax"),
    ]


def test_only_so_many_files_are_included(repository: Path) -> None:
    _write(repository, **{f"s{n}": "services: {}\n" for n in range(4)})
    file = repository / "flows" / "w.yaml"
    file.write_text(f"{MARKER}include: [s0.yaml, s1.yaml, s2.yaml, s3.yaml]\n")
    found = read_workflows(file, limits=ReadLimits(included_files=2))
    assert ["more than 2 files" in each for each in reasons(found)] == [True, True]


def test_without_a_repository_the_folder_is_the_limit(tmp_path: Path) -> None:
    (tmp_path / "flows").mkdir()
    (tmp_path / "services.yaml").write_text(DISK)
    file = tmp_path / "flows" / "w.yaml"
    file.write_text(f"{MARKER}include: ../services.yaml\n")
    if repository_of(file) == file.parent:  # a checkout may lie around the temporary folder
        assert "leads out" in reasons(read_workflows(file))[0]
    assert read_workflows(file, root=tmp_path).problems == ()


def test_no_more_than_the_limit_is_read(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"x" * 100)
    assert read_bounded(tmp_path / "f", 10) == b"x" * 11
