package tokenlint.lif["expires-before-done_test"]

import data.tokenlint.lif["expires-before-done"] as rule

_document(missing, lifetime) := {
	"credential": {"lifetime": lifetime},
	"comparison": {"lifetime": {"needed_seconds": 7200, "given_seconds": 7200 - missing, "missing_seconds": missing}},
}

_once := {"refreshable": false}

test_too_short if {
	rule.findings == {{
		"rule": "LIF009",
		"at": ["/credential/lifetime"],
		"args": {
			"given": "#/comparison/lifetime/given_seconds",
			"needed": "#/comparison/lifetime/needed_seconds",
			"missing": "#/comparison/lifetime/missing_seconds",
		},
	}} with input as _document(1, _once)
}

test_long_enough if rule.findings == set() with input as _document(0, _once)

test_a_refresh_token_stretches_it if rule.findings == set() with input as _document(3600, {"refreshable": true})

test_a_refresh_token_that_lives_long_enough if {
	rule.findings == set() with input as _document(3600, {"refreshable": true, "refresh_seconds": 7200})
}

test_a_refresh_token_that_ends_early_itself if {
	count(rule.findings) == 1 with input as _document(3600, {"refreshable": true, "refresh_seconds": 7199})
}
