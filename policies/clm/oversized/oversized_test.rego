package tokenlint.clm.oversized_test

import data.tokenlint.clm.oversized as rule

_findings(token) := found if {
	found := rule.findings with input as {"credential": {"captured": true, "token": token}}
}

test_over_is_found if {
	count(_findings({"size": "over-recommended"})) == 1
}

test_far_over_is_found if {
	count(_findings({"size": "over-limit"})) == 1
}

test_normal_is_fine if {
	count(_findings({"size": "normal"})) == 0
}
