package tokenlint.iss["idtoken-without-scope_test"]

import data.tokenlint.iss["idtoken-without-scope"] as rule

_with(change) := {"offers": [object.union({"kind": "idtoken", "holder": "job", "all_scopes": true}, change)]}

test_fires if {
	rule.findings == {{
		"rule": "ISS043",
		"at": ["/service/offers/0"],
		"args": {"offer": "#/service/offers/0"},
	}} with input.service as _with({})
}

test_silent_where_it_is_limited if {
	count(rule.findings) == 0 with input.service as _with({"all_scopes": false})
}

test_silent_for_what_no_job_holds if {
	count(rule.findings) == 0 with input.service as _with({"holder": "account"})
	count(rule.findings) == 0 with input.service as _with({"kind": "client"})
}
