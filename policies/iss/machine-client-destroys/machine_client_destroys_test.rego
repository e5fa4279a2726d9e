package tokenlint.iss["machine-client-destroys_test"]

import data.tokenlint.iss["machine-client-destroys"] as rule

_offer := {
	"holder": "client",
	"grants": ["client-credentials"],
	"scopes": [{
		"kind": "capability",
		"actions": ["modify"],
		"default": false,
		"path": {"root": true},
	}],
}

_with(change) := {"offers": [object.union(_offer, change)]}

test_fires if {
	rule.findings == {{
		"rule": "ISS018",
		"at": ["/service/offers/0/scopes/0"],
		"args": {"offer": "#/service/offers/0", "scope": "#/service/offers/0/scopes/0"},
	}} with input.service as _with({})
}

test_silent_for_clients_with_users if {
	count(rule.findings) == 0 with input.service as _with({"grants": ["authorization-code"]})
}

test_silent_for_everybody if {
	count(rule.findings) == 0 with input.service as _with({"holder": "user"})
}

test_silent_without_such_a_scope if {
	count(rule.findings) == 0 with input.service as _with({"scopes": []})
}
