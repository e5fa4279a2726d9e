package tokenlint.sig["duplicate-member_test"]

import data.tokenlint.sig["duplicate-member"] as rule

_findings(token) := found if {
	found := rule.findings with input as {"credential": {"captured": true, "token": token}}
}

test_doubled_is_found if {
	count(_findings({"anomalies": [{"kind": "duplicate-member", "part": "claims", "member": "scope", "depth": 0}]})) == 1
}

test_other_anomalies_is_fine if {
	count(_findings({"anomalies": [{"kind": "truncated", "part": "token"}]})) == 0
}
