package tokenlint.iss["access-lifetime-over-maximum_test"]

import data.tokenlint.iss["access-lifetime-over-maximum"] as rule

_with(change) := {
	"limits": {"lifetime_maximum": 21600},
	"service": {"offers": [{"lifetimes": [object.union(
		{"what": "access", "written": true, "seconds": 21601},
		change,
	)]}]},
}

test_fires if {
	rule.findings == {{
		"rule": "ISS015",
		"at": ["/service/offers/0/lifetimes/0"],
		"args": {
			"offer": "#/service/offers/0",
			"lifetime": "#/service/offers/0/lifetimes/0",
			"maximum": "#/limits/lifetime_maximum",
		},
	}} with input as _with({})
}

test_silent_up_to_the_maximum if {
	count(rule.findings) == 0 with input as _with({"seconds": 21600})
}

test_silent_for_others_and_defaults if {
	count(rule.findings) == 0 with input as _with({"what": "refresh"})
	count(rule.findings) == 0 with input as _with({"written": false})
}
