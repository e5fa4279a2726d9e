package tokenlint.svc["guessable-secret-in-file_test"]

import data.tokenlint.svc["guessable-secret-in-file"] as rule

_secret(change) := [object.union(
	{"kind": "password", "well_known": true, "hashed": false, "testing": false},
	change,
)]

test_fires if {
	rule.findings == {{
		"rule": "SVC048",
		"at": ["/secrets/0"],
		"args": {"secret": "#/secrets/0"},
	}} with input.secrets as _secret({})
}

test_silent_for_any_other_secret if {
	count(rule.findings) == 0 with input.secrets as _secret({"well_known": false})
}

test_silent_for_what_cannot_be_used if {
	every change in [{"hashed": true}, {"expired": true}] {
		count(rule.findings) == 0 with input.secrets as _secret(change)
	}
}

test_silent_in_a_test if {
	count(rule.findings) == 0 with input.secrets as _secret({"testing": true})
}
