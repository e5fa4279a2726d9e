package tokenlint.sig["signature-invalid_test"]

import data.tokenlint.sig["signature-invalid"] as rule

_findings(token) := found if {
	found := rule.findings with input as {"credential": {"captured": true, "token": token}}
}

test_invalid_is_found if {
	count(_findings({"verification": "invalid"})) == 1
}

test_verified_is_fine if {
	count(_findings({"verification": "verified"})) == 0
}

test_claimed_is_fine if {
	count(_findings({"verification": "claimed"})) == 0
}

test_no_key_is_fine if {
	count(_findings({"verification": "no-matching-key"})) == 0
}
