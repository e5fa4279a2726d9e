package tokenlint.lif["not-yet-valid-or-backdated_test"]

import data.tokenlint.lif["not-yet-valid-or-backdated"] as rule

_token(state, problems) := {"captured": true, "lifetime": {"state": state, "problems": problems}}

_reasons(state, problems) := reasons if {
	findings := rule.findings with input.credential as _token(state, problems)
	reasons := [finding.args.reasons | some finding in findings]
}

test_not_yet_valid if _reasons("not-yet-valid", []) == ["it is not valid yet"]

test_backdated if _reasons("valid", ["backdated"]) == ["it says that it was valid long before it was issued"]

test_several_reasons_are_one_finding if {
	_reasons("not-yet-valid", ["issued-in-future"]) == [concat(", and ", [
		"it is not valid yet",
		"it says that it was issued in the future",
	])]
}

test_the_expiry_is_pointed_at if {
	some finding in rule.findings with input.credential as _token("not-yet-valid", [])
	finding.rule == "LIF006"
	finding.at == ["/credential/lifetime"]
}

test_valid_and_in_order if _reasons("valid", ["fraction"]) == []

test_expired_is_another_rule if _reasons("expired", []) == []
