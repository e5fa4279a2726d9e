package tokenlint.svc["secret-in-configuration-service_test"]

import data.tokenlint.svc["secret-in-configuration-service"] as rule

_setting(name, value) := {"name": name, "value": value, "known": true}

_served(value) := _setting("served credential", value)

test_fires_for_both if {
	every value in {"client", "exchange"} {
		count(rule.findings) == 1 with input.service.settings as [_served(value)]
	}
}

test_names_the_place if {
	rule.findings == {{
		"rule": "SVC060",
		"at": ["/service/settings/0"],
		"args": {"secret": "the secret of a client"},
	}} with input.service.settings as [_served("client")]
}

test_silent_for_others if {
	count(rule.findings) == 0 with input.service.settings as [_setting("token_authtype", "client")]
}
