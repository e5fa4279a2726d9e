package tokenlint.sig["unknown-critical-header_test"]

import data.tokenlint.sig["unknown-critical-header"] as rule

_findings(token) := found if {
	found := rule.findings with input as {"credential": {"captured": true, "token": token}}
}

test_named_is_found if {
	count(_findings({"header": {"critical": ["b64"], "critical_malformed": false}})) == 1
}

test_malformed_is_found if {
	count(_findings({"header": {"critical": [], "critical_malformed": true}})) == 1
}

test_absent_is_fine if {
	count(_findings({"header": {"critical": [], "critical_malformed": false}})) == 0
}
