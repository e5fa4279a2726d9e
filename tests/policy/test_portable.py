import json
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.policy.regopy_alone import NOTHING, evaluate
from tokenlint.errors import PolicyError
from tokenlint.policy.portable import check_everywhere, check_portable
from tokenlint.policy.rego_builtins import FORBIDDEN, PORTABLE

INPUT: dict[str, Any] = {
    "b": "É",
    "list": [3, 1, 2],
    "object": {"b": 1, "a": 2},
    "text": "axb",
    "three": 3.0,
}


class Ban(NamedTuple):
    """A module without its package line; `place` is line and column in the whole module.

    `proof`: what regopy makes of it is not what OPA says, and regopy says nothing about it.
    """

    text: str
    reason: str
    place: str
    proof: bool = True


BANS = {
    "regular expression, case": Ban('r if regex.match("(?i)X", input.text)', "regex.match", "2:6"),
    "regular expression, letters": Ban(r"r if regex.match(`\p{L}`, input.text)", "regex.", "2:6"),
    "lower": Ban("r := lower(input.b)", "lower", "2:6"),
    "upper": Ban('r := upper("é")', "upper", "2:6"),
    "walk": Ban("r contains p if walk(input.object, [p, 1])", "walk", "2:17"),
    "deep union": Ban('r := object.union({"a": {"x": 1}}, {"a": {"y": 2}})', "object.union", "2:6"),
    "union of many": Ban(
        'r := object.union_n([{"a": {"x": 1}}, {"a": {"y": 2}}])', "object.union_n", "2:6"
    ),
    "semver": Ban('r := semver.is_valid("x")', "semver.is_valid", "2:6", proof=False),
    "Zulu time": Ban('r := time.parse_rfc3339_ns("2026-11-20T12:00:00Z")', "time.", "2:6"),
    "metadata": Ban("r := count(rego.metadata.chain())", "rego.metadata.chain", "2:12"),
    "verb q": Ban('r := sprintf("%q", ["a"])', "another verb", "2:14"),
    "verb width": Ban('r := sprintf("%-5s|", ["a"])', "another verb", "2:14"),
    "verb missing": Ban('r := sprintf("a%", [])', "another verb", "2:14"),
    "format variable": Ban('f := "%q"\nr := sprintf(f, ["a"])', "literal", "3:14"),
    "pair in array": Ban("r := [x | some i, x in input.list; i >= 0]", "`some i, x in`", "2:11"),
    "pair in set": Ban("r := {x | some i, x in input.list; i >= 0}", "`some i, x in`", "2:11"),
    "pattern of array": Ban("r contains p if {\n\t[p, v] := [1, 2]\n\tv == 2\n}", "pattern", "3:9"),
    "pattern of object": Ban('r contains p if {\n\t{"a": p} := {"a": 1}\n}', "pattern", "3:11"),
    "pattern in some": Ban("r contains p if {\n\tsome [p, _] in [[1, 2]]\n}", "plain names", "3:2"),
    "not in missing": Ban('r if not "a" in input.absent', "under `not`", "2:17"),
    "not in missing item": Ban(
        'r contains x if {\n\tsome x in [{"b": 1}]\n\tnot x["a"] in {1}\n}', "under `not`", "4:6"
    ),
    "not a call of a missing one": Ban(
        "f(x) if x == 1\nr if not f(input.absent)", "under `not`", "3:12"
    ),
    "old head": Ban("r[x] { x := 3 }", "without `if`", "2:6"),
    "old body": Ban("r { input.text }", "without `if`", "2:3"),
    "old else": Ban("r := 1 if input.no\nelse := 2 { true }", "without `if`", "3:11"),
    "unification": Ban("r = 3", "`=` both", "2:3", proof=False),
    "unbound variable": Ban("r if { x > 3 }", "x is declared nowhere", "2:8"),
    "unbound in head": Ban("r contains x if { y := 1; y > 0 }", "x is declared", "2:12"),
    "unbound outside": Ban(
        "r if {\n\txs := [x | some x in input.list]\n\tx in xs\n}", "x is declared", "4:2"
    ),
    "unbound behind every": Ban(
        "r if {\n\tevery x in input.list { x > 0 }\n\tx == 1\n}", "x is declared", "4:2"
    ),
    "unknown function": Ban("r := nothing(3)", "nothing is not", "2:6"),
    "with input": Ban(
        'q := object.get(input, "text", 0)\nr if { q == 0 with input as {} }', "`with`", "3:15"
    ),
    "with part": Ban(
        "q := input.text\nr if { q == 1 with input.text as 1 }", "`with`", "3:15", False
    ),
    "all packages": Ban("r contains k if some k, _ in data", "iterates", "2:30"),
    "packages by index": Ban(
        "r contains x if { some k in [1]; x := data[k].y }", "iterates", "2:39", proof=False
    ),
    "imported packages": Ban(
        "import data.q\nr contains x if { some k in [1]; x := q[k].y }", "imported", "3:39", False
    ),
    "own package": Ban("import data.p.q\nr := data.p.q\nq := 3", "its own package", "3:6"),
    "template": Ban('r := $"{input.text}"', "template", "2:6", proof=False),
    "escape": Ban(r'r := input.b == "\u00c9"', "escape", "2:17"),
    "array of a set": Ban('r := [x | some x in {"b", "a"}]', "order of a set", "2:6"),
    "array of keys": Ban(
        'r := [x | some x in object.keys({"b": 1, "a": 2})]', "order of a set", "2:6"
    ),
    "array of a rule": Ban(
        's contains "b"\n\ns contains "a"\n\nr := [x | some x in s]', "order of a set", "6:6"
    ),
    "array by index": Ban('s := {"b", "a"}\nr := [x | x := s[_]]', "order of a set", "3:6"),
    "concat of a set": Ban('r := concat(",", {"b", "a"})', "may be a set", "2:6"),
    "concat by a name": Ban('s := ","\nr := concat(s, {"b", "a"})', "separator", "3:6"),
    "order of numbers": Ban("r := sort([9, 10])", "sort outside", "2:6"),
    "largest": Ban("r := max([9, 10])", "max is not", "2:6"),
    "smallest": Ban("r := min([9, 10])", "min is not", "2:6"),
    "order of texts": Ban(
        'r := concat(",", sort({"a b", "a"}))', "begins with another text", "2:24"
    ),
    "arrays below": Ban("r := [2] < [10]", "no numbers", "2:10"),
    "objects below": Ban('r if { {"a": 2} < {"a": 10} }', "no numbers", "2:17"),
    "text below number": Ban('r := "a" < 1', "no numbers", "2:10"),
    "null below": Ban("r := null < false", "no numbers", "2:11"),
    "chain": Ban("r if { 1 < 2 < 3 }", "chain", "2:14"),
    "name of a built-in": Ban(
        "count(x) := 7\nr := count([x | some x in input.list])", "name of", "2:1", False
    ),
}


def module(text: str) -> str:
    return f"package p\n{text}\n"


def in_opa(opa: Path, folder: Path, text: str) -> Any:
    (folder / "m.rego").write_text(text)
    (folder / "input.json").write_text(json.dumps(INPUT, sort_keys=True))
    done = subprocess.run(
        [opa, "eval", "--strict-builtin-errors", "-d", "m.rego", "-i", "input.json", "data.p.r"],
        capture_output=True,
        cwd=folder,
        check=False,
    )
    answer = json.loads(done.stdout)
    if "errors" in answer:
        return "refused"
    return answer["result"][0]["expressions"][0]["value"] if answer.get("result") else NOTHING


@pytest.mark.parametrize("name", BANS)
def test_a_ban_is_told_with_its_place_and_advice(name: str) -> None:
    ban = BANS[name]
    problems = check_portable("m.rego", module(ban.text))
    found = [p for p in problems if ban.reason in p.reason]
    assert found, problems
    assert f"m.rego:{ban.place}" in {str(p.source) for p in found}
    assert all("--opa-url" in p.advice for p in found)


@pytest.mark.parametrize("name", [name for name, ban in BANS.items() if ban.proof])
def test_a_ban_is_needed(name: str, opa: Path, tmp_path: Path) -> None:
    """Regopy gives another answer than OPA does, or none."""
    text = module(BANS[name].text)
    assert evaluate(text, INPUT) != in_opa(opa, tmp_path, text)


PORTABLE_MODULE = """package p

import data.lib.other

default _level(_) := 0

_level(item) := 2 if item.depth > 1

_level(item) := 1 if {
	item.depth == 1
	not item.root
} else := 3 if item.root

names contains name if {
	some i, item in input.items
	item.kind in {"a", "b"}
	every action in item.actions {
		action != "x"
		some known in {"read", "write"}
		action == known
	}
	other.good(item)
	count([x | some x in item.actions; x == "read"]) > 0
	name := sprintf("%d %s %v %%", [i, item.name, _level(item)])
}

texts := {name: _words[name] | some name in names}

pairs[key] := value if {
	some key, value in input.object
	value < 3
}

_set := {1}

_words := {"a": 1}

findings contains {"rule": "A", "at": at, "args": {"x": concat(", ", sort(names))}} if {
	indices := numbers.range(0, count(input.items))
	at := [sprintf("/%d", [i]) | some i in indices; i in _set]
	joined := [word | some entry in input.items; some word in entry.words]
	count(joined) != 3
	input.items[0].depth * 2 >= 1
	"a" in names
	total := sum([1, 2]) - -3
	total == 6
	numbers.range(1, 2)[0] == 1
	input.a["b-c"] == "x"
}
"""


def test_what_rules_need_is_portable() -> None:
    assert check_portable("m.rego", PORTABLE_MODULE) == ()


EXPRESSIONS = [
    "abs(-3)", "array.concat([1], [2])", "array.reverse(input.list)",
    "array.slice(input.list, 0, 2)",
    "ceil(2.1)", 'concat("-", ["a", "é"])', 'contains("aéb", "é")', "count(input.list)",
    "count(input.object)", 'count("éa")', 'endswith("ab", "b")', "floor(-2.1)",
    "intersection({{1, 2}, {2}})", "is_array(input.list)", "is_boolean(true)", "is_null(null)",
    "is_number(input.three)", "is_object(input.object)", "is_set({1})", "is_string(input.text)",
    "is_string(1)", "is_null(1)", "numbers.range(3, 1)",
    'object.filter({"a": 1, "b": 2}, ["a"])', 'object.get(input.object, "a", 0)',
    'object.get(input.object, ["x", "y"], 7)', 'object.get(input, ["object", "b"], 7)',
    "object.keys(input.object)", 'object.remove({"a": 1, "b": 2}, ["a"])',
    "product([2, 3])", 'replace("aba", "a", "é")', "round(2.5)", "round(-2.5)", "round(2.4)",
    'concat("", sort({"é", "e", "z", "a-b", "a"}))', 'split("a,b", ",")', 'split("", ",")',
    'sprintf("%d%%", [3])', 'sprintf("%s", ["é"])', 'sprintf("%v", [{"b", "a"}])',
    'sprintf("%v %v %v", [1.5, true, null])', 'sprintf("%v", [["a", {"b": "c"}]])',
    'sprintf("%d", [21600])', 'startswith("éa", "é")',
    'strings.any_prefix_match("abc", {"a", "x"})', 'strings.any_suffix_match(["abc"], ["x"])',
    "sum([1, 2.5])", "sum(set())", 'trim("xax", "x")', 'trim_left("xxa", "x")',
    'trim_prefix("ab", "a")', 'trim_right("axx", "x")', 'trim_space(" a ")',
    'trim_suffix("ab", "b")', "type_name(input.three)", "type_name({})", "type_name(set())",
    "union({{1}, {2}})", "{1, 2} | {3}", "{1, 2} & {2}", "{1, 2} - {1}", "1 + 2 * 3", "7 % 3",
    "10 / 4", "-3 - -3", "(1 + 2) * 3", '"a" in {"a": "b"}', "3 in input.list",
    '"b" in input.object',
    "input.three == 3", "[1, 2] == [1, 2]", '{"a": 1} == {"a": 1}', "{1, 2} == {2, 1}",
    "123456789012345678901234567890 > 9223372036854775807", "12345678901234567890 + 1",
    "{x | some x in input.list; x > 1}", "[x | some x in input.object]",
    "{k: v | some k, v in input.object}", '{sprintf("%d", [k]): 1 | some k in input.list; k > 1}',
]  # fmt: skip


def test_every_portable_function_is_tried() -> None:
    text = " ".join(EXPRESSIONS)
    assert not {name for name in PORTABLE if f"{name}(" not in text}


def test_portable_expressions_mean_the_same_in_both(opa: Path, tmp_path: Path) -> None:
    rules = [f"v{i} := {expression}" for i, expression in enumerate(EXPRESSIONS)]
    members = ", ".join(f'"{i}": v{i}' for i in range(len(EXPRESSIONS)))
    text = module("\n".join([*rules, f"r := {{{members}}}"]))
    assert check_portable("m.rego", text) == ()
    document = json.loads(json.dumps({**INPUT, "three": 3}, sort_keys=True))
    here, there = evaluate(text, document), in_opa(opa, tmp_path, text)
    pairs = {e: (here[str(i)], there[str(i)]) for i, e in enumerate(EXPRESSIONS)}
    assert {e: pair for e, pair in pairs.items() if pair[0] != pair[1]} == {}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_no_engine_may_look_outside_its_input(name: str) -> None:
    first, *rest = name.split(".")
    bracketed = f"{first}" + "".join(f'["{part}"]' for part in rest)
    escaped = f"{first}" + "".join(f'["\\u{ord(part[0]):04x}{part[1:]}"]' for part in rest)
    raw = first + "".join(f"[`{part}`]" for part in rest)
    for spelling in (name, bracketed, escaped, raw):
        for text in (f"r := {spelling}(1)", f"r := f(1) if f(1) with f as {spelling}",
                     f'r := $"{{ {spelling}(1) }}"'):  # fmt: skip
            (problem,) = check_everywhere("m.rego", module(text))
            assert problem.kind == "forbidden"
            assert name in problem.reason
            assert str(problem.source).startswith("m.rego:2:")
            assert "--opa-url" not in problem.advice


def test_what_is_forbidden_everywhere_is_also_not_portable() -> None:
    (problem,) = check_portable("m.rego", module('r := http.send({"url": "x"})'))
    assert problem.kind == "forbidden"


def test_names_that_only_look_forbidden_are_allowed() -> None:
    text = module('r := input.http.send if { x := "http.send"; x != "" } # http.send')
    assert check_everywhere("m.rego", text) == ()


def test_all_problems_are_told_at_once_in_order() -> None:
    problems = check_portable("m.rego", module("b := lower(upper(x))\na = 1"))
    assert [str(p.source) for p in problems] == [
        "m.rego:2:6",
        "m.rego:2:12",
        "m.rego:2:18",
        "m.rego:3:3",
    ]


PIECES = st.sampled_from(
    [*"()[]{}|,:;.=<_\n", " some ", " x ", " in ", " every ", " if ", ":=", "concat", "sprintf",
     '"a"', "data", "input", " with ", " else ", " not ", "==", "1", '$"', "`", "f"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
@example("sprintf(")
def test_broken_policies_are_complained_about_and_never_crash_the_check(text: str) -> None:
    try:
        problems = check_portable("m.rego", module(text))
    except PolicyError:
        return
    assert all(problem.source.line >= 1 for problem in problems)
