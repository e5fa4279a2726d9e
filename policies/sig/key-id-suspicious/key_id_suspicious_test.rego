package tokenlint.sig["key-id-suspicious_test"]

import data.tokenlint.sig["key-id-suspicious"] as rule

_findings(token) := found if {
	found := rule.findings with input as {"credential": {"captured": true, "token": token}}
}

test_suspicious_is_found if {
	count(_findings({"header": {"key_id": "suspicious"}})) == 1
}

test_present_is_fine if {
	count(_findings({"header": {"key_id": "present"}})) == 0
}
