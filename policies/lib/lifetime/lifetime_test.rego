package tokenlint.lib.lifetime_test

import data.tokenlint.lib.lifetime

_document(seconds, long) := {
	"limits": {"lifetime_maximum": 21600, "clock_skew_seconds": 60},
	"credential": {"captured": false, "lifetime": {"form": "bounded", "seconds": seconds}},
	"workflow": {"long_lifetime": long},
}

_agreed := {"recognised": true, "mitigated": true, "maximum_seconds": 345600}

test_six_hours_and_a_minute_are_not_over_it if not lifetime.over_maximum with input as _document(21660, _agreed)

test_a_second_more_is_over_it if lifetime.over_maximum with input as _document(21661, _agreed)

test_an_undeclared_lifetime_is_not_over_it if {
	not lifetime.over_maximum with input as {
		"limits": {"lifetime_maximum": 21600, "clock_skew_seconds": 60},
		"credential": {"captured": false, "lifetime": {"form": "undeclared"}},
	}
}

test_agreed_up_to_its_maximum if lifetime.agreed with input as _document(345600, _agreed)

test_not_agreed_beyond_its_maximum if not lifetime.agreed with input as _document(345601, _agreed)

test_agreed_without_a_maximum if {
	lifetime.agreed with input as _document(345600, {"recognised": true, "mitigated": true})
}

test_not_agreed_without_mitigations if {
	not lifetime.agreed with input as _document(30000, object.union(_agreed, {"mitigated": false}))
}

test_not_agreed_for_other_kinds if {
	not lifetime.agreed with input as _document(30000, object.union(_agreed, {"recognised": false}))
}

test_needed_up_to_the_slack if {
	lifetime.needed with input as {
		"limits": {"lifetime_slack": 50},
		"comparison": {"lifetime": {"needed_seconds": 7200, "excess_seconds": 3600}},
	}
}

test_not_needed_beyond_the_slack if {
	not lifetime.needed with input as {
		"limits": {"lifetime_slack": 50},
		"comparison": {"lifetime": {"needed_seconds": 7200, "excess_seconds": 3601}},
	}
}

test_not_needed_without_a_need if {
	compared := {"lifetime": {"missing_seconds": 0}}
	not lifetime.needed with input as {"limits": {"lifetime_slack": 50}, "comparison": compared}
}
