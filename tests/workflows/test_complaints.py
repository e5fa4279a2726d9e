"""Every kind of schema error, in words and at its place."""

import pytest

from tests.workflows.declarations import read, reasons

CASES = {
    "unknown key": (
        "workflows:\n  w:\n    kind: deletion\n    operatons: []\n",
        "5:5 `operatons` is no key of a workflow [did you mean `operations`?]",
    ),
    "unknown key at the top": (
        "workflow: {}\n",
        "2:1 `workflow` is no key of a tokenlint workflow file [did you mean `workflows`?]",
    ),
    "missing key": (
        "services:\n  s: {kind: storage}\n",
        "3:6 the service lacks `audience` [add `audience: https://storage.example`]",
    ),
    "missing kind": (
        "workflows:\n  w:\n    operations: []\n",
        "3:3 the workflow lacks `kind` [add `kind: third-party-copy`]",
    ),
    "wrong type": (
        "workflows: {w: {kind: deletion, operations: {}}}\n",
        "2:45 a mapping is no list of operations []",
    ),
    "number for a duration": (
        "workflows: {w: {kind: deletion, token: {lifetime: 3600}}}\n",
        "2:51 `3600` is no duration [write the unit: `3600s` for seconds, `3600h` for hours]",
    ),
    "truth value for text": (
        "workflows: {w: {kind: deletion, description: true}}\n",
        "2:46 `true` is no description [put it in quotes]",
    ),
    "nothing": (
        "workflows:\n  w:\n    kind: deletion\n    token:\n",
        "5:11 there is no token request here [write it, or remove the key]",
    ),
    "bad duration": (
        "workflows: {w: {kind: deletion, token: {lifetime: 6 hours}}}\n",
        "2:51 `6 hours` is no duration [write for example `15m`, `6h`, `4d`, `1d12h`, `PT6H`]",
    ),
    "bad time of use": (
        "workflows: {w: {kind: deletion, usable_for: 6 hours}}\n",
        "2:45 `6 hours` is no duration [write for example `15m`, `6h`, `4d`, `1d12h`, `PT6H`]",
    ),
    "time of use of a wrong type": (
        "workflows: {w: {kind: deletion, usable_for: [1]}}\n",
        "2:45 a list is no duration, or its parts [write for example `6h`]",
    ),
    "bad part of a time of use": (
        "workflows: {w: {kind: deletion, usable_for: {running: 1h, retries: -1}}}\n",
        "2:68 `-1` is no number of retries [write a number from 0 to 1000]",
    ),
    "relative path": (
        (
            "workflows: {w: {kind: deletion, operations: ["
            "{operation: read, service: s, path: data}]}}\n"
        ),
        "2:82 `data` is no absolute path [write `/data`]",
    ),
    "empty path": (
        'workflows: {w: {kind: deletion, operations: [{operation: read, service: s, path: ""}]}}\n',
        "2:82 `` is no absolute path [write a path such as `/data`]",
    ),
    "unknown operation": (
        (
            "workflows: {w: {kind: deletion, operations: ["
            "{operation: Delete, service: s, path: /a}]}}\n"
        ),
        "2:58 `Delete` is no operation [did you mean `delete`?]",
    ),
    "number for an operation": (
        "workflows: {w: {kind: deletion, operations: [{operation: 1, service: s, path: /a}]}}\n",
        "2:58 `1` is no operation [write one of ",
    ),
    "rename-over": (
        (
            "workflows: {w: {kind: deletion, operations: ["
            "{operation: rename-over, service: s, path: /a}]}}\n"
        ),
        "2:58 `rename-over` is written in two keys [write `operation: rename` and `replace: true`]",
    ),
    "rename without a target": (
        (
            "workflows: {w: {kind: deletion, operations: ["
            "{operation: rename, service: s, path: /a}]}}\n"
        ),
        "2:46 the rename lacks `to` [add `to:`]",
    ),
    "target without a rename": (
        (
            "workflows: {w: {kind: deletion, operations: ["
            "{operation: read, service: s, path: /a, to: /b}]}}\n"
        ),
        "2:86 only a rename has a new path [remove `to`, or write `operation: rename`]",
    ),
    "path of a job": (
        (
            "workflows: {w: {kind: deletion, operations: ["
            "{operation: submit, service: s, path: /a}]}}\n"
        ),
        "2:78 an operation on jobs has no path [remove `path`: compute scopes have none either]",
    ),
    "file operation without a path": (
        "workflows: {w: {kind: deletion, operations: [{operation: read, service: s}]}}\n",
        "2:46 the operation on files lacks `path` [add `path:`]",
    ),
    "unknown kind": (
        "workflows: {w: {kind: deleting}}\n",
        "2:23 `deleting` is no kind of workflow [did you mean `deletion`?]",
    ),
    "unknown holder": (
        (
            "workflows: {w: {kind: deletion, token: "
            "{refresh: {requested: true, held_by: submit_host}}}}\n"
        ),
        "2:77 `submit_host` is no holder [did you mean `submit-host`?]",
    ),
    "unknown mitigation": (
        "workflows: {w: {kind: deletion, mitigations: [narow-scopes]}}\n",
        "2:47 `narow-scopes` is no mitigation [did you mean `narrow-scopes`?]",
    ),
    "unknown mitigation with evidence": (
        "workflows: {w: {kind: deletion, mitigations: [{name: narow-scopes}]}}\n",
        "2:54 `narow-scopes` is no mitigation [did you mean `narrow-scopes`?]",
    ),
    "unknown key of a mitigation": (
        "workflows: {w: {kind: deletion, mitigations: [{name: no-modify, proof: x}]}}\n",
        "2:65 `proof` is no key of a mitigation with evidence [write one of `name`, `evidence`]",
    ),
    "empty text": (
        'services: {s: {audience: ""}}\n',
        "2:26 the audience is empty [write for example `https://storage.example`]",
    ),
    "two rates": (
        "workflows: {w: {kind: deletion, asked_for: {rate: 1/s, every: 1h}}}\n",
        "2:44 a rate is told by one of `rate`, `every`, `per` [keep exactly one of them]",
    ),
    "a lonely count": (
        "workflows: {w: {kind: deletion, asked_for: {rate: 1/s, count: 2}}}\n",
        "2:56 `count` says nothing without `per` [add `per`]",
    ),
    "a name with a space": (
        "workflows: {two words: {kind: deletion}}\n",
        "2:13 `two words` is no name [use letters, digits, `-`, `.` and `/`; ",
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_schema_errors_in_words(text: str, expected: str) -> None:
    found = reasons(read(text))
    assert len(found) == 1
    assert found[0].startswith(expected)


def test_a_wrong_version_of_the_format() -> None:
    from tokenlint.workflows.reader import read_workflows

    file = read_workflows(b"tokenlint: workflows/2\n")
    assert reasons(file) == [
        "1:12 `workflows/2` is not a version of this format [write `workflows/1`]"
    ]
