package tokenlint.iss["one-client-for-users-and-administration_test"]

import data.tokenlint.iss["one-client-for-users-and-administration"] as rule

_setting(name) := {"name": name, "value": "like users", "known": true}

test_fires_for_one_client if {
	rule.findings == {{
		"rule": "ISS045",
		"at": ["/service/settings/0"],
		"args": {"setting": "#/service/settings/0"},
	}} with input.service.settings as [_setting("clients.scim")]
}

test_silent_for_other_settings if {
	count(rule.findings) == 0 with input.service.settings as [_setting("oidc.admin_issuer")]
}
