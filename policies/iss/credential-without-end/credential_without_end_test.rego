package tokenlint.iss["credential-without-end_test"]

import data.tokenlint.iss["credential-without-end"] as rule

_with(what, unlimited) := {"offers": [{"lifetimes": [{"what": what, "unlimited": unlimited}]}]}

test_fires if {
	rule.findings == {{
		"rule": "ISS016",
		"at": ["/service/offers/0/lifetimes/0"],
		"args": {"offer": "#/service/offers/0", "lifetime": "#/service/offers/0/lifetimes/0"},
	}} with input.service as _with("refresh", true)
}

test_silent_for_what_ends if {
	count(rule.findings) == 0 with input.service as _with("refresh", false)
}

test_silent_for_what_is_no_credential if {
	count(rule.findings) == 0 with input.service as _with("device", true)
}
