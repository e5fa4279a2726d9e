package tokenlint.iss["login-without-confirmation_test"]

import data.tokenlint.iss["login-without-confirmation"] as rule

_setting(name, value) := {"name": name, "value": value, "known": true}

test_fires if {
	every name, value in {"callbackmode": "noconfirm", "oidc_disable_confirmation": "true"} {
		rule.findings == {{
			"rule": "ISS035",
			"at": ["/service/settings/0"],
			"args": {"setting": "#/service/settings/0"},
		}} with input.service.settings as [_setting(name, value)]
	}
}

test_silent_where_vault_asks if {
	count(rule.findings) == 0 with input.service.settings as [
		_setting("callbackmode", "direct"),
		_setting("callbackmode", "device"),
		_setting("oidc_disable_confirmation", "false"),
		object.union(_setting("callbackmode", "noconfirm"), {"known": false}),
	]
}
