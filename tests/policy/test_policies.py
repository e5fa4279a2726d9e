from pathlib import Path

import pytest

from tests.policy.small_policies import ALWAYS, TEXTS, Entry, catalogue, finding, make, rego, write
from tokenlint.errors import PolicyError
from tokenlint.policy import policies as module
from tokenlint.policy.entries import read_entries
from tokenlint.policy.policies import PolicySet, dotted, load_policies
from tokenlint.source import Problem

SITE = Entry("SIT001", "SIT", "no-tape", ("token",))
OTHER = Entry("TST900", "TST", "other")


def refused(
    *dirs: Path, entries: tuple[Entry, ...] = (ALWAYS,), sites: tuple[Path, ...] = ()
) -> list[Problem]:
    with pytest.raises(PolicyError) as caught:
        load_policies(dirs, catalogue(*entries), site_dirs=sites)
    return list(caught.value.problems)


def test_the_policies_of_a_folder_are_joined_to_the_catalogue(policies: PolicySet) -> None:
    always = policies.rules[0]
    assert (always.code, always.package) == ("TST001", ("tokenlint", "tst", "always"))
    assert policies.kinds == ("token", "workflow")
    assert [rule.code for rule in policies.for_kind("workflow")] == ["TST001", "TST006"]
    assert [m.package for m in policies.modules] == sorted(m.package for m in policies.modules)


def test_tests_are_left_out(tmp_path: Path) -> None:
    file = write(tmp_path, ALWAYS, finding("TST001"))
    file.with_name("always_test.rego").write_text("this is not even Rego ?")
    assert len(load_policies([tmp_path], catalogue(ALWAYS)).modules) == 1


def test_the_digest_does_not_depend_on_order_or_place(tmp_path: Path) -> None:
    rules = {ALWAYS: finding("TST001"), OTHER: finding("TST900")}
    one = make(tmp_path / "a", rules)
    two = make(tmp_path / "b", dict(reversed(rules.items())))
    both = PolicySet(tuple(reversed(two.modules)), tuple(reversed(two.rules)))
    assert one.digest == two.digest == both.digest


@pytest.mark.parametrize("change", ["text", "kinds"])
def test_the_digest_changes_with_what_is_decided(tmp_path: Path, change: str) -> None:
    before = make(tmp_path / "a", {ALWAYS: finding("TST001")})
    entry = Entry("TST001", "TST", "always", ("token",)) if change == "kinds" else ALWAYS
    text = finding("TST001", condition="input.kind") if change == "text" else finding("TST001")
    assert make(tmp_path / "b", {entry: text}).digest != before.digest


@pytest.mark.parametrize("text", ["path_text", "audience_text", "issuer_text"])
def test_letters_that_a_policy_reads_are_found(tmp_path: Path, text: str) -> None:
    condition = f'input["{text}"]' if text == "path_text" else f"input.x.{text}"
    letters = make(tmp_path, {ALWAYS: finding("TST001", condition=condition)}).letters
    assert letters == {text}


def test_plain_policies_read_no_letters(policies: PolicySet) -> None:
    assert policies.letters == frozenset()


def test_a_package_is_its_folder(tmp_path: Path) -> None:
    file = write(tmp_path, ALWAYS, "")
    file.write_text("package tokenlint.tst.never\n\nfindings contains 1\n")
    problem = refused(tmp_path)[0]
    assert (problem.kind, str(problem.source)) == ("package", f"{file}:1:9")
    assert "tokenlint.tst.never" in problem.reason
    assert "tokenlint.tst.always" in problem.reason


def test_a_rule_without_policy_is_told(tmp_path: Path) -> None:
    write(tmp_path, ALWAYS, finding("TST001"))
    (problem,) = refused(tmp_path, entries=(ALWAYS, OTHER))
    assert "TST900 (other) has no policy" in problem.reason


def test_a_policy_without_rule_is_told(tmp_path: Path) -> None:
    write(tmp_path, ALWAYS, finding("TST001"))
    write(tmp_path, OTHER, finding("TST900"))
    (problem,) = refused(tmp_path)
    assert "tokenlint.tst.other" in problem.reason


def test_a_policy_without_findings_is_told(tmp_path: Path) -> None:
    write(tmp_path, ALWAYS, "finding contains 1\n")
    (problem,) = refused(tmp_path)
    assert "no set `findings`" in problem.reason


def test_two_files_of_one_package_are_told(tmp_path: Path) -> None:
    file = write(tmp_path, ALWAYS, finding("TST001"))
    file.with_name("again.rego").write_text(rego(ALWAYS, finding("TST001")))
    reasons = [problem.reason for problem in refused(tmp_path)]
    assert any("is also that of" in reason for reason in reasons)
    assert any("has another policy" in reason for reason in reasons)


def test_nothing_to_decide_is_an_error(tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, entries=())
    assert problem.kind == "empty"
    assert refused(entries=())[-1].kind == "empty"


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert refused(tmp_path / "no")[0].kind == "unreadable"


def test_files_that_cannot_be_read_are_all_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 100)
    (tmp_path / "a.rego").write_bytes(b"\xff")
    (tmp_path / "b.rego").write_text("#" * 101)
    (tmp_path / "c.rego").mkdir()
    (tmp_path / "d.rego").write_text("package p\n?")
    problems = refused(tmp_path)
    places = [str(p.source).removeprefix(f"{tmp_path}/") for p in problems[:4]]
    assert places == ["a.rego", "b.rego", "c.rego", "d.rego:2:1"]


def test_no_policy_may_use_the_network(tmp_path: Path) -> None:
    write(tmp_path, ALWAYS, finding("TST001", condition='http.send({"url": "x"})'))
    assert [p.kind for p in refused(tmp_path)] == ["forbidden"]


def test_a_site_adds_rules_and_helpers(tmp_path: Path) -> None:
    write(tmp_path / "own", ALWAYS, finding("TST001"))
    site = tmp_path / "site"
    site.mkdir()
    (site / "any.rego").write_text(rego(SITE, finding("SIT001"), top="site"))
    (site / "help.rego").write_text("package site.lib.tape\n\nslow := true\n")
    found = load_policies([tmp_path / "own"], catalogue(ALWAYS, SITE), site_dirs=[site])
    assert [rule.package for rule in found.rules] == [
        ("site", "sit", "no-tape"),
        ("tokenlint", "tst", "always"),
    ]


def test_a_site_keeps_out_of_our_packages(tmp_path: Path) -> None:
    write(tmp_path / "own", ALWAYS, finding("TST001"))
    write(tmp_path / "site", SITE, finding("SIT001"))
    problems = refused(tmp_path / "own", entries=(ALWAYS, SITE), sites=(tmp_path / "site",))
    assert "must not begin with tokenlint" in problems[0].reason


def test_a_closure_holds_what_is_needed_before_what_needs_it(tmp_path: Path) -> None:
    found = make(
        tmp_path,
        {
            ALWAYS: "import data.tokenlint.lib.one\n\n" + finding("TST001"),
            OTHER: finding("TST900", condition="data.tokenlint.lib.three.x"),
        },
        {
            "one": "import data.tokenlint.lib.two\n\nx := two.x\n",
            "two": "x := data.tokenlint.lib.one.y\n",
            "three": "x := 1\n",
        },
    )
    packages = [m.package[-1] for m in found.closure([("tokenlint", "tst", "always")])]
    assert packages == ["two", "one", "always"]


def test_a_portable_set_can_be_proven_before(tmp_path: Path) -> None:
    text = finding("TST001", condition='lower(input.kind) == "token"')
    found = make(tmp_path, {ALWAYS: text})
    assert len(found.not_portable()) == 1
    assert found.not_portable({found.modules[0].fingerprint}) == ()


def test_the_small_policies_are_portable(policies: PolicySet) -> None:
    assert policies.not_portable() == ()
    assert TEXTS.code in {rule.code for rule in policies.rules}


def test_a_package_is_written_as_rego_does() -> None:
    assert dotted(("tokenlint", "scp", "a-b")) == 'tokenlint.scp["a-b"]'


@pytest.mark.parametrize("name", ["absent", "x" * 300])
def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    assert read_entries([folder]) == ({}, ())
    with pytest.raises(PolicyError, match="no such folder"):
        load_policies([], catalogue(), site_dirs=[folder])
