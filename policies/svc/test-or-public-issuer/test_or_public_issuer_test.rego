package tokenlint.svc["test-or-public-issuer_test"]

import data.tokenlint.svc["test-or-public-issuer"] as rule

_with(change) := {"testing": false, "issuers": [object.union(
	{"known": true, "shadowed": false, "standing": "public"},
	change,
)]}

test_fires_for_a_public_issuer if {
	rule.findings == {{
		"rule": "SVC006",
		"at": ["/service/issuers/0"],
		"args": {"issuer": "#/service/issuers/0", "standing": "gives tokens to anybody who asks"},
	}} with input.service as _with({})
}

test_fires_for_a_test_instance if {
	some finding in rule.findings with input.service as _with({"standing": "test"})
	finding.args.standing == "is an instance for tests"
}

test_silent_for_all_others if {
	every standing in {"production", "named-test", "unlisted", "unknown"} {
		count(rule.findings) == 0 with input.service as _with({"standing": standing})
	}
}

test_silent_in_a_file_for_tests if {
	count(rule.findings) == 0 with input.service as object.union(_with({}), {"testing": true})
}

test_silent_for_an_entry_that_does_not_count if {
	count(rule.findings) == 0 with input.service as _with({"shadowed": true})
}

test_silent_for_an_issuer_that_a_file_for_tests_lists if {
	count(rule.findings) == 0 with input.service as _with({"testing": true})
}
