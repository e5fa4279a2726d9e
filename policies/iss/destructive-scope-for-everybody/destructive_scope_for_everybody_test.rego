package tokenlint.iss["destructive-scope-for-everybody_test"]

import data.tokenlint.iss["destructive-scope-for-everybody"] as rule

_scope := {
	"kind": "capability",
	"actions": ["modify"],
	"default": false,
	"path": {"root": true},
}

_with(holder, change) := _of("public client", holder, change)

_of(kind, holder, change) := {"offers": [{
	"kind": kind,
	"holder": holder,
	"scopes": [object.union(_scope, change)],
}]}

test_fires if {
	rule.findings == {{
		"rule": "ISS011",
		"at": ["/service/offers/0/scopes/0"],
		"args": {
			"holder": "#/service/offers/0/holder",
			"offer": "#/service/offers/0",
			"scope": "#/service/offers/0/scopes/0",
		},
	}} with input.service as _with("user", {})
}

test_silent_for_one_client_or_group if {
	every holder in {"client", "group", "account", "job", "unknown"} {
		count(rule.findings) == 0 with input.service as _with(holder, {})
	}
}

test_silent_for_a_part_of_the_area if {
	count(rule.findings) == 0 with input.service as _with("user", {"path": {"root": false}})
}

test_silent_for_a_default_scope_of_a_client if {
	count(rule.findings) == 0 with input.service as _of("client", "user", {"default": true})
	count(rule.findings) == 1 with input.service as _of("client", "user", {})
	count(rule.findings) == 1 with input.service as _of("template", "user", {"default": true})
}

test_silent_for_what_is_judged_as_a_request if {
	every kind in {"role", "credmon", "idtoken", "profile"} {
		count(rule.findings) == 0 with input.service as _of(kind, "user", {})
	}
}
