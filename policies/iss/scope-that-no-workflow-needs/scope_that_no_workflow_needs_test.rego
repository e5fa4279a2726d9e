package tokenlint.iss["scope-that-no-workflow-needs_test"]

import data.tokenlint.iss["scope-that-no-workflow-needs"] as rule

_with(unneeded) := {"offers": [{"scopes": [{"unneeded": unneeded}]}]}

test_fires_with_both_places if {
	rule.findings == {{
		"rule": "ISS062",
		"at": ["/service/offers/0/scopes/0", "/service/offers/0/scopes/0/unneeded"],
		"args": {"offer": "#/service/offers/0", "scope": "#/service/offers/0/scopes/0"},
	}} with input.service as _with(true)
}

test_silent_where_it_is_needed if count(rule.findings) == 0 with input.service as _with(false)
