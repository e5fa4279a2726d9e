package tokenlint.lif.expired_test

import data.tokenlint.lif.expired as rule

_token(state) := {"captured": true, "lifetime": {"form": "bounded", "state": state}}

test_expired if {
	rule.findings == {{
		"rule": "LIF005",
		"at": ["/credential/lifetime"],
		"args": {"lifetime": "#/credential/lifetime"},
	}} with input.credential as _token("expired")
}

test_unusable_times_are_another_rule if {
	rule.findings == set() with input.credential as {
		"captured": true,
		"lifetime": {"form": "invalid", "state": "expired"},
	}
}

test_other_states if {
	every state in ["valid", "not-yet-valid", "undated"] {
		rule.findings == set() with input.credential as _token(state)
	}
}
