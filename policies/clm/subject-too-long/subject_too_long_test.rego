package tokenlint.clm["subject-too-long_test"]

import data.tokenlint.clm["subject-too-long"] as rule

_findings(token) := found if {
	found := rule.findings with input as {"credential": {"captured": true, "token": token}}
}

test_too_long_is_found if {
	count(_findings({"claims": {"subject": "too-long"}})) == 1
}

test_empty_is_found if {
	count(_findings({"claims": {"subject": "empty"}})) == 1
}

test_ok_is_fine if {
	count(_findings({"claims": {"subject": "ok"}})) == 0
}

test_missing_is_another_rule_is_fine if {
	count(_findings({"claims": {"subject": "missing"}})) == 0
}
