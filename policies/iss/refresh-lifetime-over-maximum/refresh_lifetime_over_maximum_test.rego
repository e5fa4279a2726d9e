package tokenlint.iss["refresh-lifetime-over-maximum_test"]

import data.tokenlint.iss["refresh-lifetime-over-maximum"] as rule

_with(change) := {
	"limits": {"refresh_maximum": 34560000},
	"service": {"offers": [{"lifetimes": [object.union({"what": "refresh", "seconds": 34560001}, change)]}]},
}

test_fires if {
	rule.findings == {{
		"rule": "ISS017",
		"at": ["/service/offers/0/lifetimes/0"],
		"args": {
			"offer": "#/service/offers/0",
			"lifetime": "#/service/offers/0/lifetimes/0",
			"maximum": "#/limits/refresh_maximum",
		},
	}} with input as _with({})
}

test_silent_up_to_the_maximum_and_for_others if {
	count(rule.findings) == 0 with input as _with({"seconds": 34560000})
	count(rule.findings) == 0 with input as _with({"what": "access"})
}
