package tokenlint.lif["fractional-time_test"]

import data.tokenlint.lif["fractional-time"] as rule

test_a_fraction if {
	rule.findings == {{
		"rule": "LIF012",
		"at": ["/credential/lifetime"],
		"args": {},
	}} with input.credential.lifetime.problems as ["fraction"]
}

test_whole_seconds if rule.findings == set() with input.credential.lifetime.problems as ["backdated"]
