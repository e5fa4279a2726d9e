import subprocess
from pathlib import Path

import pytest

from tokenlint.policy.entry import BoundRule, driver_module, entry_module
from tokenlint.policy.policies import PolicySet
from tokenlint.policy.portable import check_portable

RULE = BoundRule("SCP001", ("tokenlint", "scp", "delete-without-modify"), ("token",))


def test_an_entry_module_gathers_the_findings_of_its_rules() -> None:
    assert (
        entry_module("token", [RULE], "f00d")
        == """package tokenlint.entry.token

import data["tokenlint"]["scp"]["delete-without-modify"] as rule_0

answer := {
	"canary": {"format": input.format, "kind": input.kind, "policies": "f00d"},
	"findings": {
		"SCP001": rule_0.findings,
	},
}
"""
    )


def test_an_entry_module_is_portable(policies: PolicySet) -> None:
    assert check_portable("entry.rego", policies.entry_module("token")) == ()


def test_the_driver_replaces_the_whole_input() -> None:
    text = driver_module("token")
    assert "with input as document" in text
    assert "with input." not in text


def test_only_plain_words_name_a_kind() -> None:
    with pytest.raises(ValueError, match="cannot name a kind"):
        entry_module("a b", [], "")


def test_opa_accepts_what_is_generated(opa: Path, policies: PolicySet, tmp_path: Path) -> None:
    for index, module in enumerate(policies.modules):
        (tmp_path / f"{index}.rego").write_text(module.text)
    for kind in policies.kinds:
        (tmp_path / f"{kind}.rego").write_text(policies.entry_module(kind))
        (tmp_path / f"{kind}_batch.rego").write_text(driver_module(kind))
    done = subprocess.run([opa, "check", "--strict", "."], cwd=tmp_path, check=False)
    assert done.returncode == 0
