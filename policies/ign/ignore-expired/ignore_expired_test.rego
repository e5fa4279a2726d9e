package tokenlint.ign["ignore-expired_test"]

import data.tokenlint.ign["ignore-expired"] as rule

test_fires if {
	count(rule.findings) == 1 with input.ignore as {"reason": true, "until": "past", "codes": "known", "used": false}
}

test_silent if {
	count(rule.findings) == 0 with input.ignore as {"reason": true, "until": "future", "codes": "known", "used": true}
}

test_silent_where_it_cannot_tell if {
	count(rule.findings) == 0 with input.ignore as {"reason": true, "until": "none", "codes": "known"}
}
