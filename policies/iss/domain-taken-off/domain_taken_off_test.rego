package tokenlint.iss["domain-taken-off_test"]

import data.tokenlint.iss["domain-taken-off"] as rule

_with(strips, requires) := {
	"testing": false,
	"settings": [
		{"name": "issuer.userstripdomain", "value": strips, "known": true},
		{"name": "issuer.oidcauthenticationrequirements", "value": requires, "known": true},
	],
}

test_fires if {
	rule.findings == {{
		"rule": "ISS051",
		"at": ["/service/settings/0"],
		"args": {"setting": "#/service/settings/0"},
	}} with input.service as _with("true", "none")
}

test_silent_for_one_organisation if {
	count(rule.findings) == 0 with input.service as _with("true", "some")
}

test_silent_with_the_domain if {
	count(rule.findings) == 0 with input.service as _with("false", "none")
}
