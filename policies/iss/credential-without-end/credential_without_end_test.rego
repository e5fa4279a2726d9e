package tokenlint.iss["credential-without-end_test"]

import data.tokenlint.iss["credential-without-end"] as rule

_lifetime := {"what": "refresh", "unlimited": true, "written": true}

_offer := {"kind": "client", "all_scopes": false, "lifetimes": [_lifetime]}

_with(change) := {"offers": [object.union(_offer, {"lifetimes": [object.union(_lifetime, change)]})]}

_of(change) := {"offers": [object.union(_offer, change)]}

test_fires if {
	rule.findings == {{
		"rule": "ISS016",
		"at": ["/service/offers/0/lifetimes/0"],
		"args": {"offer": "#/service/offers/0", "lifetime": "#/service/offers/0/lifetimes/0"},
	}} with input.service as _with({})
}

test_silent_for_what_ends_and_for_what_is_no_credential if {
	count(rule.findings) == 0 with input.service as _with({"unlimited": false})
	count(rule.findings) == 0 with input.service as _with({"what": "device"})
}

test_a_default_counts_only_for_a_profile if {
	unwritten := [object.union(_lifetime, {"written": false})]
	count(rule.findings) == 0 with input.service as _of({"lifetimes": unwritten})
	count(rule.findings) == 1 with input.service as _of({"kind": "profile", "lifetimes": unwritten})
}

test_silent_where_the_holder_has_no_bounds_at_all if {
	count(rule.findings) == 0 with input.service as _of({
		"kind": "profile",
		"all_scopes": true,
		"audience": {"form": "free"},
		"narrowed": [],
	})
}
