package tokenlint.wkf["need-not-declared_test"]

import data.tokenlint.wkf["need-not-declared"] as rule

_operation := {"operation": "read", "by": "user", "service": "storage"}

_finding(what) := {"rule": "WKF002", "at": ["/workflow"], "args": {"what": what}}

test_fires_without_operations if {
	rule.findings == {_finding("operations")} with input as {
		"credential": {},
		"workflow": {"derived": false, "operations": [], "usable_seconds": 3600},
	}
}

test_fires_without_a_time_of_use if {
	rule.findings == {_finding("time of use")} with input as {
		"credential": {},
		"workflow": {"derived": false, "operations": [_operation]},
	}
}

test_says_both_in_one if {
	rule.findings == {_finding("operations and no time of use")} with input as {
		"credential": {},
		"workflow": {"derived": false, "operations": []},
	}
}

test_silent_where_both_are_declared if {
	count(rule.findings) == 0 with input as {
		"credential": {},
		"workflow": {"derived": false, "operations": [_operation], "usable_seconds": 0},
	}
}

test_silent_about_the_time_where_no_token_is_asked_for if {
	count(rule.findings) == 0 with input as {"workflow": {"derived": false, "operations": [_operation]}}
}

test_silent_for_what_a_configuration_asks_for if {
	count(rule.findings) == 0 with input as {
		"credential": {},
		"workflow": {"derived": true, "operations": []},
	}
}

test_silent_without_a_workflow if {
	count(rule.findings) == 0 with input as {"credential": {}}
}
