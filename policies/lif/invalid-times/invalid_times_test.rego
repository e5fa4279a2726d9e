package tokenlint.lif["invalid-times_test"]

import data.tokenlint.lif["invalid-times"] as rule

_with(problems) := {"lifetime": {"problems": problems}}

test_all_reasons_are_one_finding if {
	rule.findings == {{
		"rule": "LIF007",
		"at": ["/credential/lifetime"],
		"args": {"reasons": "the expiry (exp) is no number, a time is negative"},
	}} with input.credential as _with(["exp-wrong-type", "fraction", "negative"])
}

test_every_reason_counts if {
	every problem in [
		"absurd", "exp-not-after-start", "exp-wrong-type", "iat-wrong-type", "nbf-wrong-type", "negative",
	] {
		count(rule.findings) == 1 with input.credential as _with([problem])
	}
}

test_other_problems_are_other_rules if {
	rule.findings == set() with input.credential as _with(["backdated", "fraction", "issued-in-future"])
}

test_no_problem if rule.findings == set() with input.credential as _with([])
