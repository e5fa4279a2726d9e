package tokenlint.iss["client-secret-over-cleartext_test"]

import data.tokenlint.iss["client-secret-over-cleartext"] as rule

_with(software, name, value) := {
	"product": software,
	"settings": [{"name": name, "value": value, "known": true}],
}

test_fires if {
	rule.findings == {{
		"rule": "ISS040",
		"at": ["/service/settings/0"],
		"args": {"setting": "#/service/settings/0"},
	}} with input.service as _with("htcondor", "box_token_url", "http://issuer.example/token")
}

test_fires_for_oa4mp if {
	count(rule.findings) == 1 with input.service as _with("oa4mp", "serviceuri", "http://issuer.example/oauth2")
}

test_silent_for_https if {
	count(rule.findings) == 0 with input.service as _with("htcondor", "box_token_url", "https://issuer.example/token")
}

test_silent_on_the_same_machine if {
	count(rule.findings) == 0 with input.service as _with("htcondor", "box_token_url", "http://localhost:8080/token")
}

test_silent_for_other_settings_and_products if {
	count(rule.findings) == 0 with input.service as _with("oa4mp", "callbackuri", "http://server.example/ready")
	count(rule.findings) == 0 with input.service as _with("rucio", "x_token_url", "http://issuer.example/token")
}
