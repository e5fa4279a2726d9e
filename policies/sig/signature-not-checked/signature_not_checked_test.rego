package tokenlint.sig["signature-not-checked_test"]

import data.tokenlint.sig["signature-not-checked"] as rule

_findings(token) := found if {
	found := rule.findings with input as {"credential": {"captured": true, "token": token}}
}

test_no_matching_key_is_found if {
	count(_findings({"verification": "no-matching-key"})) == 1
}

test_unsupported_is_found if {
	count(_findings({"verification": "unsupported"})) == 1
}

test_claimed_is_fine if {
	count(_findings({"verification": "claimed"})) == 0
}
