package tokenlint.iss["issuer-protection-off_test"]

import data.tokenlint.iss["issuer-protection-off"] as rule

_setting(name, value) := {"name": name, "value": value, "known": true}

test_fires_without_tls if {
	rule.findings == {{
		"rule": "ISS030",
		"at": ["/service/settings/0"],
		"args": {
			"setting": "#/service/settings/0",
			"means": "Keycloak logs in and hands out tokens over plain HTTP, too, from any address",
		},
	}} with input.service.settings as [_setting("sslrequired", "none")]
}

test_fires_without_scope_policies if {
	count(rule.findings) == 1 with input.service.settings as [_setting("iam.enablescopeauthz", "false")]
}

test_silent_for_the_defaults if {
	defaults := [_setting("sslrequired", "external"), _setting("iam.enablescopeauthz", "true")]
	count(rule.findings) == 0 with input.service.settings as defaults
}

test_silent_for_a_placeholder if {
	unknown := {"name": "sslrequired", "value": "", "known": false}
	count(rule.findings) == 0 with input.service.settings as [unknown]
}
