package tokenlint.lib.secrets_test

import data.tokenlint.lib.secrets

_secret(change) := object.union(
	{"kind": "client-secret", "well_known": false, "hashed": false, "testing": false},
	change,
)

test_usable if secrets.usable(_secret({}))

test_usable_until_it_expires if secrets.usable(_secret({"expired": false}))

test_not_usable if {
	every change in [{"well_known": true}, {"hashed": true}, {"expired": true}, {"kind": "id-token"}] {
		not secrets.usable(_secret(change))
	}
}

test_in_earnest if secrets.in_earnest(_secret({}))

test_valid_tokens_are_in_earnest_everywhere if {
	secrets.in_earnest(_secret({"testing": true, "expired": false}))
}

test_the_rest_of_a_test_is_not if {
	not secrets.in_earnest(_secret({"testing": true}))
	not secrets.in_earnest(_secret({"testing": true, "expired": true}))
}
