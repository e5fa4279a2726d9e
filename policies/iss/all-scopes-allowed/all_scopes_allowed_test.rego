package tokenlint.iss["all-scopes-allowed_test"]

import data.tokenlint.iss["all-scopes-allowed"] as rule

_with(open, kind) := {"offers": [{"all_scopes": open, "kind": kind}]}

test_fires if {
	rule.findings == {{
		"rule": "ISS021",
		"at": ["/service/offers/0/all_scopes", "/service/offers/0"],
		"args": {"offer": "#/service/offers/0"},
	}} with input.service as _with(true, "client")
}

test_silent_for_a_list_and_for_what_is_no_client if {
	count(rule.findings) == 0 with input.service as _with(false, "client")
	count(rule.findings) == 0 with input.service as _with(true, "profile")
}
