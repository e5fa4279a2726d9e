package tokenlint.ign["ignore-without-reason_test"]

import data.tokenlint.ign["ignore-without-reason"] as rule

test_fires if {
	count(rule.findings) == 1 with input.ignore as {"reason": false, "until": "none", "codes": "known"}
}

test_silent if {
	count(rule.findings) == 0 with input.ignore as {"reason": true, "until": "none", "codes": "known"}
}

test_silent_where_it_cannot_tell if {
	count(rule.findings) == 0 with input.ignore as {"reason": true, "until": "past", "codes": "known"}
}
