package tokenlint.sig.malformed_test

import data.tokenlint.sig.malformed as rule

_findings(token) := found if {
	found := rule.findings with input as {"credential": {"captured": true, "token": token}}
}

test_truncated_is_found if {
	count(_findings({"anomalies": [{"kind": "truncated", "part": "token"}]})) == 1
}

test_doubled_is_fine if {
	count(_findings({"anomalies": [{"kind": "duplicate-member", "part": "claims", "depth": 0, "member": "iss"}]})) == 0
}

test_encrypted_is_fine if {
	count(_findings({"anomalies": [{"kind": "encrypted", "part": "token"}]})) == 0
}
