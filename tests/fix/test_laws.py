"""What holds of every repair, over generated workflow files in all layouts."""

from io import StringIO
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from tests.fix.layouts import files
from tests.fix.mending import NAME, counted, founds, judge, report_of, spliced, wanted
from tokenlint.fix.run import mend
from tokenlint.policy.engine import Engine

# What a token says, the only part of these files that a repair may change.
MAY_CHANGE = {"scope", "audience", "lifetime"}

few = settings(max_examples=20, deadline=None, phases=(Phase.explicit, Phase.generate))


def _data(data: bytes) -> Any:
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    return YAML(typ="safe", pure=True).load(StringIO(text))


def _comments(data: bytes) -> list[str]:
    lines = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [line[line.index("# ") :] for line in lines if "# " in line]


def _pruned(data: Any) -> Any:
    """The file without what may change."""
    for workflow in data["workflows"].values():
        token = workflow["token"]
        workflow["token"] = {name: token[name] for name in token if name not in MAY_CHANGE}
    return data


@few
@given(data=files, unsafe=st.booleans())
def test_a_repair_is_gone_for_good_and_nothing_else_changes(
    data: bytes, unsafe: bool, engine: Engine
) -> None:
    run = judge(engine)
    result = mend(founds({NAME: data}), run, wanted(unsafe=unsafe))
    after = spliced(result, NAME)

    # The edits are the whole difference, byte by byte.
    assert after == result.after.files[NAME].found.data
    assert after.startswith(b"\xef\xbb\xbf") is data.startswith(b"\xef\xbb\xbf")
    assert after.endswith((b"\n", b"\r")) is data.endswith((b"\n", b"\r"))
    for sign in (b"\r\n", b"\r", b"\n"):
        assert (sign in after) is (sign in data)

    # Every comment is there, in its order; the data differ only in what a token says.
    assert _comments(after) == _comments(data)
    assert _pruned(_data(after)) == _pruned(_data(data))

    # What was mended is gone, and nothing is new: judged by the pipeline that `check` uses.
    old, new = counted(report_of({NAME: data}, engine)), counted(report_of({NAME: after}, engine))
    for each in result.fixed:
        old[each.plan.finding.rule, NAME + "#" + each.plan.finding.document.partition("#")[2]] -= 1
    assert {kind: count for kind, count in new.items() if count > old[kind]} == {}
    assert not unsafe or not any(each.unsafe for each in result.left)

    # Once is enough.
    again = mend(founds({NAME: after}), run, wanted(unsafe=unsafe))
    assert again.edits == {}
    assert again.fixed == ()


@few
@given(data=files)
def test_a_safe_repair_asks_for_the_same_token(data: bytes, engine: Engine) -> None:
    from tokenlint.policy.workflow_subject import WorkflowSubject
    from tokenlint.workflows.held import held_of

    result = mend(founds({NAME: data}), judge(engine), wanted(unsafe=False))
    for before, after in zip(result.before.subjects, result.after.subjects, strict=True):
        if isinstance(before, WorkflowSubject) and isinstance(after, WorkflowSubject):
            one, other = before.workflow.request, after.workflow.request
            assert one is not None
            assert other is not None
            assert held_of(one).privilege == held_of(other).privilege
            assert one.audience == other.audience
