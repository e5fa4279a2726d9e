package tokenlint.ign["ignore-unused_test"]

import data.tokenlint.ign["ignore-unused"] as rule

test_fires if {
	count(rule.findings) == 1 with input.ignore as {"reason": true, "until": "none", "codes": "known", "used": false}
}

test_silent if {
	count(rule.findings) == 0 with input.ignore as {"reason": true, "until": "none", "codes": "known", "used": true}
}

test_silent_where_it_cannot_tell if {
	count(rule.findings) == 0 with input.ignore as {"reason": true, "until": "none", "codes": "known"}
}
