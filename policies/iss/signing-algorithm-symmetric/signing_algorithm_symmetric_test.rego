package tokenlint.iss["signing-algorithm-symmetric_test"]

import data.tokenlint.iss["signing-algorithm-symmetric"] as rule

_setting(value) := {
	"name": "diracx_service_auth_token_allowed_algorithms",
	"value": value,
	"known": true,
}

test_fires if {
	rule.findings == {{
		"rule": "ISS056",
		"at": ["/service/settings/1"],
		"args": {
			"setting": "#/service/settings/1",
			"means": "who verifies a token can also sign one",
		},
	}} with input.service.settings as [_setting("rs256"), _setting("hs512")]
}

test_none if count(rule.findings) == 1 with input.service.settings as [_setting("none")]

test_silent if {
	count(rule.findings) == 0 with input.service.settings as [_setting("rs256"), _setting("ed25519")]
	unknown := object.union(_setting("hs256"), {"known": false})
	count(rule.findings) == 0 with input.service.settings as [unknown]
}
