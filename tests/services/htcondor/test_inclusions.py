"""Files that include others: circles, and what is not here."""

import pytest

from tests.services.htcondor.files import LINE, acceptance, pool

D = "etc/condor/config.d"
KNOB = "SEC_TOKEN_MAX_AGE = 1\n"


def includes(*rows: tuple[str, str]) -> dict[str, str]:
    return {f"{D}/{file}": f"{line}\n{KNOB}" for file, line in rows}


def refused(files: dict[str, str], *, embedded: bool = False) -> list[tuple[str, int]]:
    found = pool(files, embedded=embedded).problems()
    return [(each.source.file, each.source.line) for each in found if "circle" in each.reason]


def test_files_that_include_each_other() -> None:
    files = includes(("a", "include : /etc/condor/config.d/b"), ("b", f"include : /{D}/a"))
    assert refused(files) == [(f"{D}/b", 1)]


def test_a_file_that_includes_itself() -> None:
    assert refused(includes(("a", f"include ifexist : /{D}/a"))) == [(f"{D}/a", 1)]
    assert refused(includes(("a", "include : /opt/site/a"))) == []


@pytest.mark.parametrize(
    "line",
    [
        f"if version >= 9\ninclude : /{D}/a\nendif",
        f"include command : /{D}/a",
        f"include : /{D}/a |",
        f"# include : /{D}/a",
        "include : $(DIR)/config.d/a",
    ],
)
def test_no_circle_for_sure(line: str) -> None:
    assert refused(includes(("a", line))) == []


def test_a_chain_is_no_circle() -> None:
    files = includes(("a", f"include : /{D}/b"), ("b", f"include : /{D}/c"), ("c", ""))
    assert refused(files) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A = $(B)\nB = $(A)\n", "A, B"),
        ("a = $(B) x\nB = $(C)\nC = y$(A:7)\n", "A, B, C"),
        ("A = 1\nA = $(A) 2\n", ""),
        ("A = $$(B)\nB = $$(A)\n", ""),
        ("A = $(B)\nif version >= 9\nB = $(A)\nendif\n", ""),
        ("SCHEDD.A = $(A)\nA = 1\n", ""),
    ],
)
def test_macros_that_need_each_other(text: str, names: str) -> None:
    found = [each.reason for each in pool({f"{D}/a": text + KNOB}).problems()]
    assert [each.rpartition(": ")[2] for each in found] == ([names] if names else [])


def test_an_include_in_an_included_mapfile_is_passed_over() -> None:
    files = {
        "etc/condor/condor_mapfile": f"{LINE}\n@include /etc/condor/mapfiles.d/\n",
        "etc/condor/mapfiles.d/a": f"{LINE.replace('pilot,', 'x,')}\n@include /etc/condor/b\n",
    }
    (found,) = [each for each in acceptance(files).dead if each.reason == "ignored-value"]
    assert (found.what.text, found.by and found.by.line) == ("/etc/condor/b", 2)


def absent(files: dict[str, str], *, embedded: bool = False) -> list[tuple[str, str]]:
    found = acceptance(files, embedded=embedded).absent
    return [(each.what, each.file.text) for each in found]


def test_files_that_are_not_here() -> None:
    files = includes(("a", "include : /x/gone\ninclude ifexist : /x/perhaps\ninclude : /x/b"))
    files |= includes(("b", "CERTIFICATE_MAPFILE = /etc/condor/map"))
    assert absent(files) == [("included configuration", "/x/gone"), ("mapfile", "/etc/condor/map")]
    assert absent(includes(("a", "include : /x/gone")), embedded=True) == []
    assert absent(files | {"etc/condor/map": LINE}) == [("included configuration", "/x/gone")]


def test_included_mapfiles_that_are_not_here() -> None:
    main = {"etc/condor/condor_mapfile": f"{LINE}\n@include /etc/condor/mapfiles.d/\n"}
    assert absent(main) == [("mapfile", "/etc/condor/mapfiles.d/")]
    assert absent(main | {"etc/condor/mapfiles.d/10": LINE}) == []
