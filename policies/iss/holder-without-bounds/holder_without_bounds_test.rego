package tokenlint.iss["holder-without-bounds_test"]

import data.tokenlint.iss["holder-without-bounds"] as rule

_offer := {
	"kind": "profile",
	"all_scopes": true,
	"audience": {"form": "free"},
	"narrowed": [],
}

_with(change) := {"offers": [object.union(_offer, change)]}

test_fires if {
	rule.findings == {{
		"rule": "ISS023",
		"at": ["/service/offers/0"],
		"args": {"offer": "#/service/offers/0"},
	}} with input.service as _with({})
}

test_silent_where_anything_bounds_it if {
	count(rule.findings) == 0 with input.service as _with({"all_scopes": false})
	count(rule.findings) == 0 with input.service as _with({"audience": {"form": "listed"}})
	count(rule.findings) == 0 with input.service as _with({"narrowed": ["expiry"]})
	count(rule.findings) == 0 with input.service as _with({"kind": "client"})
}
