package tokenlint.lif["lifetime-over-recommended_test"]

import data.tokenlint.lif["lifetime-over-recommended"] as rule

_document(seconds) := {
	"limits": {
		"lifetime_recommended": 3600,
		"lifetime_maximum": 21600,
		"clock_skew_seconds": 60,
	},
	"credential": {
		"captured": false,
		"actions": ["read"],
		"group_based": false,
		"items": [{"kind": "capability"}],
		"lifetime": {"form": "bounded", "seconds": seconds},
	},
}

test_over_the_recommendation if {
	rule.findings == {{
		"rule": "LIF002",
		"at": ["/credential/lifetime"],
		"args": {"lifetime": "#/credential/lifetime/seconds", "recommended": "#/limits/lifetime_recommended"},
	}} with input as _document(3661)
}

test_as_recommended if rule.findings == set() with input as _document(3660)

test_over_the_maximum_is_another_rule if rule.findings == set() with input as _document(21661)

test_a_declared_need_is_another_rule if {
	every seconds in [0, 7200] {
		need := {"comparison": {"lifetime": {"needed_seconds": seconds}}}
		rule.findings == set() with input as object.union(_document(21600), need)
	}
}

test_a_need_without_time_says_nothing if {
	need := {"comparison": {"lifetime": {"missing_seconds": 0}}}
	count(rule.findings) == 1 with input as object.union(_document(21600), need)
}

test_agreed_for_its_workflow if {
	workflow := {"workflow": {"long_lifetime": {"recognised": true, "mitigated": true}}}
	rule.findings == set() with input as object.union(_document(7200), workflow)
}

test_polling_may_last if {
	rule.findings == set() with input as object.union(_document(7200), {"credential": {"actions": ["poll"]}})
}
