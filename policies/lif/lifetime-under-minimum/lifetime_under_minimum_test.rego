package tokenlint.lif["lifetime-under-minimum_test"]

import data.tokenlint.lif["lifetime-under-minimum"] as rule

_document(seconds, dialect) := {
	"limits": {"lifetime_minimum": 900, "clock_skew_seconds": 60},
	"credential": {
		"captured": false,
		"dialect": dialect,
		"lifetime": {"form": "bounded", "seconds": seconds},
	},
}

test_under_the_minimum if {
	rule.findings == {{
		"rule": "LIF003",
		"at": ["/credential/lifetime"],
		"args": {"lifetime": "#/credential/lifetime/seconds", "minimum": "#/limits/lifetime_minimum"},
	}} with input as _document(839, "wlcg")
}

test_a_minute_under_the_minimum if rule.findings == set() with input as _document(840, "wlcg")

test_no_time_at_all_is_another_rule if rule.findings == set() with input as _document(0, "wlcg")

test_scitokens_are_short_by_default if rule.findings == set() with input as _document(600, "scitokens")
