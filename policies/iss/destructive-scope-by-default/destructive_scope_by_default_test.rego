package tokenlint.iss["destructive-scope-by-default_test"]

import data.tokenlint.iss["destructive-scope-by-default"] as rule

_scope := {"kind": "capability", "actions": ["modify"], "default": true}

_with(change) := _of("client", change)

_of(kind, change) := {"offers": [{"kind": kind, "scopes": [object.union(_scope, change)]}]}

test_fires if {
	rule.findings == {{
		"rule": "ISS010",
		"at": ["/service/offers/0/scopes/0", "/service/offers/0"],
		"args": {"offer": "#/service/offers/0", "scope": "#/service/offers/0/scopes/0"},
	}} with input.service as _with({})
}

test_fires_for_administration if {
	count(rule.findings) == 1 with input.service as _with({"kind": "administration", "actions": []})
}

test_silent_where_it_must_be_asked_for if {
	count(rule.findings) == 0 with input.service as _with({"default": false})
}

test_silent_for_reading if {
	count(rule.findings) == 0 with input.service as _with({"actions": ["read", "create"]})
}

test_silent_where_nobody_can_ask_for_less if {
	every kind in {"role", "credmon", "idtoken", "profile"} {
		count(rule.findings) == 0 with input.service as _of(kind, {})
	}
}
