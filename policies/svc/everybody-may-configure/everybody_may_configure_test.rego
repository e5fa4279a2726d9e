package tokenlint.svc["everybody-may-configure_test"]

import data.tokenlint.svc["everybody-may-configure"] as rule

_setting(name, value) := {"name": name, "value": value, "known": true}

test_fires_for_everybody if {
	every grant in {"all:config", "vo:transfer;all:config", "all:admin", "all:*"} {
		rule.findings == {{
			"rule": "SVC051",
			"at": ["/service/settings/0"],
			"args": {"setting": "#/service/settings/0"},
		}} with input.service.settings as [_setting("roles.public", grant)]
	}
}

test_silent_for_transfers if {
	every grant in {"vo:transfer;all:datamanagement", "own:config", "config", ""} {
		count(rule.findings) == 0 with input.service.settings as [_setting("roles.public", grant)]
	}
}

test_silent_for_a_role if {
	count(rule.findings) == 0 with input.service.settings as [_setting("roles.production", "all:config")]
}
