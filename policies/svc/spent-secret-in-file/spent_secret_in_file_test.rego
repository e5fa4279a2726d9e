package tokenlint.svc["spent-secret-in-file_test"]

import data.tokenlint.svc["spent-secret-in-file"] as rule

_secret(change) := [object.union(
	{"kind": "jwt", "well_known": false, "hashed": false, "testing": false},
	change,
)]

_how(change) := found if {
	found := {finding.args.how | some finding in rule.findings} with input.secrets as _secret(change)
}

test_fires_once if {
	rule.findings == {{
		"rule": "SVC049",
		"at": ["/secrets/0"],
		"args": {"secret": "#/secrets/0", "how": "although it has expired"},
	}} with input.secrets as _secret({"expired": true, "testing": true, "hashed": true})
}

test_a_hash if _how({"hashed": true, "testing": true}) == {"though not as it is used"}

test_an_id_token if _how({"kind": "id-token"}) == {"and tells who somebody is"}

test_a_test if _how({"testing": true}) == {"which is for tests or documentation"}

test_a_test_with_a_guessable_word if {
	_how({"testing": true, "well_known": true}) == {"which is for tests or documentation"}
}

test_silent_for_what_can_be_used if {
	every change in [{}, {"expired": false}, {"expired": false, "testing": true}, {"well_known": true}] {
		_how(change) == set()
	}
}
