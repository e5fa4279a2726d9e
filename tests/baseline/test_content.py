"""Keys survive what editors and formatters do, and change with what stands there."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

from tests.baseline.making import finding, keys, report
from tests.judging import read as read_workflow_file
from tests.judging import token
from tokenlint.baseline.content import Contents, canonical
from tokenlint.baseline.covers import legible
from tokenlint.policy.finding import Document
from tokenlint.policy.workflow_subject import WorkflowSubject
from tokenlint.source import Source

WORDS = st.sampled_from(["storage.read:/a", "storage.modify:/b", "compute.read", "x: y #1", "a'b"])
WORKFLOWS = st.dictionaries(
    st.sampled_from(["nightly", "daily", "on-demand"]),
    st.fixed_dictionaries(
        {
            "kind": st.just("deletion"),
            "description": st.sampled_from(["a: b", "it's", "# none", "plain", "yes"]),
            "operations": st.lists(
                st.fixed_dictionaries(
                    {
                        "operation": st.sampled_from(["read", "delete"]),
                        "service": st.just("disk"),
                        "path": st.sampled_from(["/a", "/b/c"]),
                    }
                ),
                min_size=1,
                max_size=3,
            ),
            "usable_for": st.sampled_from(["1h", "90s"]),
            "token": st.fixed_dictionaries(
                {
                    "audience": st.lists(
                        st.sampled_from(["https://a.example", "https://b.example"]),
                        min_size=1,
                        max_size=2,
                    ),
                    "scope": st.sampled_from(["storage.read:/a", "storage.read:/a compute.read"]),
                    "lifetime": st.sampled_from(["6h", "4d"]),
                }
            ),
        }
    ),
    min_size=1,
    max_size=3,
)


def shuffled(value: Any, chance: random.Random) -> Any:
    """The same value with its keys in another order and its texts in other quotes."""
    if isinstance(value, dict):
        pairs = list(value.items())
        chance.shuffle(pairs)
        return {key: shuffled(each, chance) for key, each in pairs}
    if isinstance(value, list):
        return [shuffled(each, chance) for each in value]
    quotes = (str, DoubleQuotedScalarString, SingleQuotedScalarString)
    return chance.choice(quotes)(value)


def spelled(value: dict[str, Any], seed: int) -> str:
    """A YAML text of the value, laid out by chance."""
    chance = random.Random(seed)  # noqa: S311
    yaml = YAML()
    yaml.default_flow_style = chance.choice((False, None))
    yaml.width = chance.choice((60, 200))
    indent = chance.choice((2, 4, 6))
    yaml.indent(mapping=indent, sequence=indent + 2, offset=indent)
    out = StringIO()
    yaml.dump(shuffled(value, chance), out)
    lines = out.getvalue().splitlines()
    return "\n".join(_between(lines, chance)) + "\n"


def _between(lines: list[str], chance: random.Random) -> Iterator[str]:
    for line in lines:
        if chance.random() < 0.3 and not line.startswith(" "):
            yield chance.choice(("", "# a comment: [with] signs", "   "))
        yield line


def document(workflows: dict[str, Any]) -> dict[str, Any]:
    return {
        "tokenlint": "workflows/1",
        "services": {"disk": {"audience": "https://a.example", "kind": "storage"}},
        "workflows": workflows,
    }


def keys_of(text: str, file: str = "w.yaml") -> Counter[Any]:
    """The keys of findings at every place of every workflow."""
    inputs = read_workflow_file(text, file)
    assert not inputs.problems, (text, inputs.problems)
    found = []
    for subject in inputs.subjects:
        assert isinstance(subject, WorkflowSubject)
        places = subject.workflow.places
        found += [finding(places[each], document=subject.document.id) for each in places]
        scopes = range(len(subject.workflow.request.scope_items))
        found += [finding(places[f"/token/scope/{each}"]) for each in scopes]
    made = report(found, inputs.texts, [subject.document for subject in inputs.subjects])
    return Counter(keys(made, Path()))


@given(WORKFLOWS, st.integers(), st.integers())
def test_keys_of_a_workflow_survive_its_layout(
    workflows: dict[str, Any], one: int, other: int
) -> None:
    whole = document(workflows)
    assert keys_of(spelled(whole, one)) == keys_of(spelled(whole, other))


@given(WORKFLOWS, st.integers(), st.sampled_from(["lifetime", "scope", "usable_for", "path"]))
def test_another_value_has_another_key(workflows: dict[str, Any], seed: int, what: str) -> None:
    name = min(workflows)
    before = keys_of(spelled(document(workflows), seed))
    changed = json.loads(json.dumps(workflows))
    if what == "path":
        changed[name]["operations"][0]["path"] = "/elsewhere"
    elif what == "usable_for":
        changed[name]["usable_for"] = "7h"
    else:
        changed[name]["token"][what] = {"lifetime": "9h", "scope": "storage.poll:/z"}[what]
    after = keys_of(spelled(document(changed), seed))
    new = after - before
    pointers = {key.pointer for key in new}
    leaf = {
        "path": f"/workflows/{name}/operations/*/path",
        "usable_for": f"/workflows/{name}/usable_for",
    }
    assert leaf.get(what, f"/workflows/{name}/token/{what}") in pointers
    assert f"/workflows/{name}" in pointers  # the workflow as a whole holds the value
    others = {key for key in before if not key.pointer.startswith(f"/workflows/{name}")}
    assert others <= set(after)


def test_a_scope_is_the_same_as_text_and_in_a_list() -> None:
    texts = ("scope: storage.read:/a compute.read", "scope: ['storage.read:/a', compute.read]")
    found = []
    for text in texts:
        sources = [
            Source("a.yaml", 1, text.index("compute") + 1, text.index("compute") + 13, "/scope/1")
        ]
        found.append(keys(report([finding(*sources)], {"a.yaml": text})))
    assert found[0] == found[1]


def _marked(text: str, word: str, file: str, pointer: str = "") -> Source:
    """The first place of a word in a text."""
    for number, line in enumerate(text.splitlines(), 1):
        column = line.find(word)
        if column >= 0:
            return Source(file, number, column + 1, column + 1 + len(word), pointer)
    raise AssertionError(word)


def key_at(text: str, word: str, file: str, **more: Any) -> Any:
    (key,) = keys(report([finding(_marked(text, word, file), **more)], {file: text}))
    return key


INI = "[Global]\naudience = https://a.example\n\n[Issuer one]\nbase_path = /data\n"


@pytest.mark.parametrize(
    "edited",
    [
        "# new\n\n" + INI,
        INI.replace("base_path = /data", "  base_path   =   /data  "),
        INI.replace("[Issuer one]", "[Issuer one]  ; the first\n# why"),
        INI.replace("\n", "\r\n"),
        INI.replace("[Global]\n", "[Global]\nonmissing = deny\n"),
    ],
)
def test_a_statement_survives_moves_and_blanks(edited: str) -> None:
    assert key_at(INI, "/data", "a.cfg") == key_at(edited, "/data", "a.cfg")


@pytest.mark.parametrize(
    "edited",
    [
        INI.replace("/data", "/data/vo"),
        INI.replace("base_path", "restricted_path"),
        INI.replace("one", "two"),
    ],
)
def test_another_statement_has_another_key(edited: str) -> None:
    assert key_at(INI, "/data", "a.cfg") != key_at(edited, "/data", "a.cfg")


def test_a_command_is_one_statement_over_its_lines() -> None:
    one = "rucio-admin rse add-protocol --prefix /vo --hostname a.example X\n"
    two = "rucio-admin rse add-protocol \\\n   --prefix /vo \\\n  --hostname a.example X\n"
    other = two.replace("a.example", "b.example")
    assert key_at(one, "/vo", "a.sh") == key_at(two, "/vo", "a.sh")
    assert key_at(one, "/vo", "a.sh") != key_at(other, "/vo", "a.sh")


CLIENTS = {"clients": [{"clientId": "a", "seconds": 9, "x": 1}, {"clientId": "b", "seconds": 9}]}


def _clients(**layout: Any) -> str:
    return json.dumps(CLIENTS, **layout)


def test_json_is_read_as_values() -> None:
    flat, tall = _clients(), _clients(indent=4, sort_keys=True)
    first = key_at(flat, "9", "c.json")
    assert first == key_at(tall, "9", "c.json")
    assert first.pointer == "/clients/clientId=a/seconds"


def test_items_with_a_name_keep_it() -> None:
    """What was fixed in one client and made anew in another is new."""
    text = _clients(indent=1)
    second = text.replace('"seconds": 9', '"seconds": 8', 1)
    assert key_at(text, "9", "c.json") != key_at(second, "9", "c.json")


def test_order_in_a_list_does_not_count() -> None:
    turned = json.dumps({"clients": CLIENTS["clients"][::-1]}, indent=1)
    text = _clients(indent=1)
    place = _marked(turned, '"x"', "c.json")
    at = Source("c.json", place.line - 1, 16, 17)
    (key,) = keys(report([finding(at)], {"c.json": turned}))
    assert key == key_at(text, "9", "c.json")


def test_yaml_of_a_service_is_read_as_values() -> None:
    one = "iam:\n  jwt-profile:\n    default-profile: wlcg\n"
    two = "# new\niam: {jwt-profile: {default-profile: 'wlcg'}}\n"
    assert key_at(one, "wlcg", "application.yml") == key_at(two, "wlcg", "application.yml")


def test_a_text_inside_a_yaml_scalar_is_a_statement() -> None:
    one = "data:\n  scitokens.cfg: |\n    [Issuer a]\n    base_path = /\n"
    two = one.replace("    [Issuer", "    # more\n    [Issuer")
    assert key_at(one, "base_path = /", "map.yaml") == key_at(two, "base_path = /", "map.yaml")


def test_claims_are_the_same_in_the_next_token() -> None:
    found = []
    for number in (1, 2):
        subject = token(jti=f"token-{number}", scope="storage.modify:/ storage.read:/a")
        source = subject.location("/credential/scope/0").source
        made = finding(source, document=subject.document.id)
        found.append(keys(report([made], subject.texts(), [subject.document]), Path()))
    assert found[0] == found[1]
    assert found[0][0].file == "t.jwt"
    assert found[0][0].pointer.startswith("/scope")


def test_a_related_place_belongs_to_the_finding() -> None:
    texts = {"a.cfg": INI, "b.cfg": "one\ntwo\n"}
    first, second = Source("b.cfg", 1, 1, 4), Source("b.cfg", 2, 1, 4)
    place = _marked(INI, "/data", "a.cfg")
    found = keys(report([finding(place, first), finding(place, second)], texts))
    assert found[0] != found[1]
    again = keys(report([finding(place, first)], {**texts, "b.cfg": "\n\n one\n"}))
    assert again != found[:1]  # the place is gone
    moved = keys(
        report([finding(place, Source("b.cfg", 3, 2, 5))], {**texts, "b.cfg": "\n\n one\n"})
    )
    assert moved == found[:1]


def test_secrets_are_told_apart_by_their_published_fingerprints() -> None:
    document = Document("a.env#secrets", "secrets", "secrets", Source("a.env"))
    place, texts = Source("a.env", 1, 5, 9), {"a.env": "KEY=****\n"}
    found = [
        keys(
            report(
                [finding(place, document=document.id, evidence={"fingerprint": each})],
                texts,
                [document],
            )
        )
        for each in ("1234", "1234", "5678")
    ]
    assert found[0] == found[1] != found[2]


COVERED = {
    "a.json": """{
  "secret": ***********
  "password": *******",
  "tokens": [
    "***********,
    "********"
  ],
  "inner": {"value": *******", "more": ****** "last": *****},
  "address": "https://user:****@a.example",
  "hash": ******
}
""",
    "a.yaml": """secret: **********
password: "*******"
tokens:
  - **********
  - "*****"
inner: {value: *******, more: ****** last: *****}
hash: ******  # why
""",
}


@pytest.mark.parametrize("file", COVERED)
def test_covered_secrets_do_not_hide_the_structure(file: str) -> None:
    """A cover lies over quotes and commas as well."""
    text = COVERED[file]
    assert key_at(text, "hash", file).pointer == "/hash"
    assert key_at(text, "last", file).pointer == "/inner/last"
    shorter = text.replace("***********", "****")
    assert key_at(text, "secret", file) == key_at(shorter, "secret", file)


@given(st.text(st.sampled_from("a*\"',:-[]{} \n#"), max_size=40))
def test_lines_stay_where_secrets_are_covered(text: str) -> None:
    told = legible(text)
    assert told.count("\n") == text.count("\n")
    if "***" not in text:
        assert told == text


def test_files_are_named_from_the_folder_of_the_baseline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for given_as in ("x/../a.cfg", str(tmp_path / "a.cfg"), "./a.cfg"):
        (key,) = keys(
            report([finding(Source(given_as, 1, 1, 2))], {given_as: "x"}), tmp_path / "sub"
        )
        assert key.file == "../a.cfg"
    (key,) = keys(report([finding(Source("-", 1, 1, 2))]), tmp_path)
    assert key.file == "-"


@given(
    st.recursive(
        st.text() | st.integers() | st.none(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_equal_values_have_one_text(value: Any) -> None:
    again = json.loads(json.dumps(value))
    assert canonical(value) == canonical(again)
    assert canonical([value]) != canonical([value, value])


@given(st.text(), st.integers(0, 9), st.integers(0, 99), st.integers(0, 99))
def test_any_place_of_any_text_has_content(text: str, line: int, column: int, end: int) -> None:
    for name in ("a.yaml", "a.json", "a.cfg"):
        content = Contents({name: text}).at(Source(name, line, column, end, "/a/0"))
        canonical([content.pointer, content.value])
