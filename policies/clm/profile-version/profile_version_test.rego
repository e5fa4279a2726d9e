package tokenlint.clm["profile-version_test"]

import data.tokenlint.clm["profile-version"] as rule

_findings(token) := found if {
	found := rule.findings with input as {"credential": {"captured": true, "token": token}}
}

test_newer_is_found if {
	count(_findings({"claims": {"version": "newer-minor"}})) == 1
}

test_malformed_is_found if {
	count(_findings({"claims": {"version": "malformed"}})) == 1
}

test_ok_is_fine if {
	count(_findings({"claims": {"version": "ok"}})) == 0
}

test_absent_is_fine if {
	count(_findings({"claims": {"version": "missing"}})) == 0
}
