package tokenlint.lif["lifetime-not-needed_test"]

import data.tokenlint.lif["lifetime-not-needed"] as rule

_document(needed, given) := {
	"limits": {"lifetime_recommended": 3600, "lifetime_slack": 50, "clock_skew_seconds": 60},
	"credential": {
		"captured": false,
		"actions": ["read"],
		"group_based": false,
		"items": [{"kind": "capability"}],
	},
	"comparison": {"lifetime": {
		"needed_seconds": needed,
		"given_seconds": given,
		"excess_seconds": max([0, given - needed]),
		"missing_seconds": max([0, needed - given]),
	}},
}

test_three_times_as_long if {
	rule.findings == {{
		"rule": "LIF008",
		"at": ["/credential/lifetime"],
		"args": {
			"lifetime": "#/credential/lifetime/seconds",
			"needed": "#/comparison/lifetime/needed_seconds",
			"excess": "#/comparison/lifetime/excess_seconds",
		},
	}} with input as _document(7200, 21600)
}

test_half_as_much_again if rule.findings == set() with input as _document(7200, 10800)

test_a_little_more_than_that if count(rule.findings) == 1 with input as _document(7200, 10801)

test_too_short_is_another_rule if rule.findings == set() with input as _document(21600, 7200)

test_what_everyone_gets_is_no_fault if rule.findings == set() with input as _document(60, 3660)

test_a_need_that_is_not_declared if {
	rule.findings == set() with input as object.union(
		object.remove(_document(1, 21600), ["comparison"]),
		{"comparison": {"lifetime": {"given_seconds": 21600, "missing_seconds": 0}}},
	)
}

test_polling_may_last if {
	rule.findings == set() with input as object.union(_document(7200, 21600), {"credential": {"actions": ["poll"]}})
}

test_pool_tokens_live_by_other_rules if {
	rule.findings == set() with input as object.union(_document(7200, 21600), {"credential": {
		"captured": true,
		"token": {"profile": "htcondor", "form": "signed"},
	}})
}
