"""Each shape is judged once, as if its first token were alone."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.judging import Scripted, always, assert_same, fault, fingerprint, reader
from tests.scan.sieving import READER, Sifter, odd, regular
from tokenlint.errors import EngineError
from tokenlint.policy.engine import EngineFault, Verdict
from tokenlint.scan import judge as module
from tokenlint.scan.judge import Judged, ShapeJudge, subject_of
from tokenlint.scan.summary import Example, Summary
from tokenlint.source import Source

TOKENS = (*regular(), *odd())


def summary(tokens: Sequence[bytes] = TOKENS) -> Summary:
    return Sifter().summary(b"\n".join(tokens))


def judged(found: Summary, engine: Scripted) -> list[Judged]:
    with ShapeJudge(engine, READER) as judge:
        return judge.judged(found.shapes)


def test_each_shape_has_the_verdict_of_its_facts() -> None:
    found = summary()
    for each in judged(found, Scripted(fingerprint)):
        assert each.verdict == fingerprint(each.subject.facts)


@pytest.mark.parametrize("token", TOKENS)
def test_the_example_is_judged_as_the_token_itself(token: bytes) -> None:
    found = Sifter().summary(token)
    (each,) = judged(found, Scripted())
    alone = READER.token(token, Source("log"))
    assert_same(each.subject, alone)
    assert each.subject.document.source == Source("log")
    assert {**each.subject.document.facts} == {**alone.document.facts}


def test_a_shape_is_asked_about_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_AT_ONCE", 3)
    found, engine = summary(), Scripted(always("SCP003"))
    with ShapeJudge(engine, READER) as judge:
        for _ in range(3):
            judge.ask(found.shapes)
        every = judge.judged(found.shapes)
        assert judge.evaluated == len(found.shapes) == len(engine.asked) == len(every)
    assert {each.codes for each in every} == {("SCP003",)}


def test_a_fault_is_no_code() -> None:
    (each,) = judged(summary(regular()[:1]), Scripted(fault))
    assert isinstance(each.verdict, EngineFault)
    assert each.codes == ()


def test_codes_are_told_once() -> None:
    twice = Scripted(lambda document: always("SCP003")(document) * 2)  # type: ignore[operator]
    (each,) = judged(summary(regular()[:1]), twice)
    assert each.codes == ("SCP003",)


def test_an_engine_that_is_gone_is_told_and_shapes_have_places() -> None:
    class Dead(Scripted):
        def evaluate(self, documents: Sequence[Mapping[str, Any]]) -> list[Verdict]:
            raise EngineError("gone", advice="start it")

    found = summary()
    with ShapeJudge(Dead(), READER) as judge:
        judge.ask(found.shapes)
        with pytest.raises(EngineError, match="gone"):
            judge.judged(found.shapes)
        places = judge.unjudged(found.shapes)
    assert len(places) == len(found.shapes)
    assert {each.codes for each in places} == {()}
    assert all(each.subject.view.vector is not None for each in places)


def test_whether_a_signature_was_verified_is_told() -> None:
    (tally,) = summary(regular()[:1]).shapes.values()
    for word in ("claimed", "verified"):
        example = tally.example._replace(verification=word)
        assert subject_of(example, Source("x"), READER).verification == word


def test_only_regular_examples_come_in_parts() -> None:
    with pytest.raises(ValueError, match="regular"):
        subject_of(Example(b"no", b"token", 7), Source("x"), READER)


def test_no_representation_shows_a_token() -> None:
    (each,) = judged(summary(regular()[:1]), Scripted())
    text = repr(replace(each, verdict=[]))
    assert "eyJ" not in text
    assert "subject" not in text


def test_letters_of_policies_split_shapes() -> None:
    """Where a policy reads the letters of paths, neighbours are two shapes."""
    tokens = b"\n".join(regular()[0:3:2])
    assert len(Sifter().summary(tokens).shapes) == 1
    letters = frozenset({"path_text"})
    assert len(Sifter(letters=letters).summary(tokens).shapes) == 2
    assert reader(letters=letters).letters == letters
