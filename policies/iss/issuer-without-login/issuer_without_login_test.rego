package tokenlint.iss["issuer-without-login_test"]

import data.tokenlint.iss["issuer-without-login"] as rule

_with(source, holder) := {
	"testing": false,
	"offers": [{"holder": holder}],
	"settings": [{"name": "issuer.authenticationsource", "value": source, "known": true}],
}

test_fires if {
	rule.findings == {{
		"rule": "ISS050",
		"at": ["/service/settings/0"],
		"args": {"setting": "#/service/settings/0"},
	}} with input.service as _with("none", "anyone")
}

test_silent_with_a_login if count(rule.findings) == 0 with input.service as _with("oidc", "user")

test_silent_where_nothing_is_given if {
	count(rule.findings) == 0 with input.service as _with("none", "account")
}

test_silent_in_tests if {
	service := object.union(_with("none", "anyone"), {"testing": true})
	count(rule.findings) == 0 with input.service as service
}
