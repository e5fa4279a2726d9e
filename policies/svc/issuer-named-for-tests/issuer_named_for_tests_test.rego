package tokenlint.svc["issuer-named-for-tests_test"]

import data.tokenlint.svc["issuer-named-for-tests"] as rule

_with(change) := {"testing": false, "issuers": [object.union(
	{"known": true, "shadowed": false, "standing": "named-test"},
	change,
)]}

test_fires if {
	rule.findings == {{
		"rule": "SVC042",
		"at": ["/service/issuers/0"],
		"args": {"issuer": "#/service/issuers/0"},
	}} with input.service as _with({})
}

test_silent_for_all_others if {
	every standing in {"production", "test", "public", "unlisted", "unknown"} {
		count(rule.findings) == 0 with input.service as _with({"standing": standing})
	}
}

test_silent_in_a_file_for_tests if {
	count(rule.findings) == 0 with input.service as object.union(_with({}), {"testing": true})
}
