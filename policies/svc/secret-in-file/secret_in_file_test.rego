package tokenlint.svc["secret-in-file_test"]

import data.tokenlint.svc["secret-in-file"] as rule

_secret(change) := [object.union(
	{"kind": "client-secret", "well_known": false, "hashed": false, "testing": false},
	change,
)]

test_fires if {
	rule.findings == {{
		"rule": "SVC047",
		"at": ["/secrets/0"],
		"args": {"secret": "#/secrets/0"},
	}} with input.secrets as _secret({})
}

test_fires_for_a_token_that_is_valid_even_in_a_test if {
	count(rule.findings) == 1 with input.secrets as _secret({"kind": "jwt", "expired": false, "testing": true})
}

test_silent_for_what_cannot_be_used if {
	every change in [{"well_known": true}, {"hashed": true}, {"expired": true}, {"kind": "id-token"}] {
		count(rule.findings) == 0 with input.secrets as _secret(change)
	}
}

test_silent_in_a_test if {
	count(rule.findings) == 0 with input.secrets as _secret({"testing": true})
}
