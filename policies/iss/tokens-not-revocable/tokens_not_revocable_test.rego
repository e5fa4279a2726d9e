package tokenlint.iss["tokens-not-revocable_test"]

import data.tokenlint.iss["tokens-not-revocable"] as rule

_revocation(value) := {"name": "features.token_revocation.enabled", "value": value, "known": true}

test_fires if {
	rule.findings == {{
		"rule": "ISS038",
		"at": ["/service/settings/0"],
		"args": {"setting": "#/service/settings/0"},
	}} with input.service.settings as [_revocation("false")]
}

test_silent_where_they_can_or_may if {
	count(rule.findings) == 0 with input.service.settings as [
		_revocation("true"),
		object.union(_revocation("false"), {"known": false}),
		{"name": "features.token_rotation.enabled", "value": "false", "known": true},
	]
}
