package tokenlint.ign["ignore-malformed_test"]

import data.tokenlint.ign["ignore-malformed"] as rule

test_fires if {
	count(rule.findings) == 1 with input.ignore as {"reason": true, "until": "malformed", "codes": "known"}
}

test_silent if {
	count(rule.findings) == 0 with input.ignore as {"reason": true, "until": "none", "codes": "known"}
}

test_silent_where_it_cannot_tell if {
	count(rule.findings) == 0 with input.ignore as {"reason": false, "until": "past", "codes": "known"}
}
