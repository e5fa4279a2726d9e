package tokenlint.svc["bearer-over-cleartext_test"]

import data.tokenlint.svc["bearer-over-cleartext"] as rule

_setting(name, value) := {"name": name, "value": value, "known": true}

test_fires_for_each_door if {
	every door in {"webdav", "frontend"} {
		name := sprintf("%s.macaroons.accept-over-unencrypted-channel", [door])
		rule.findings == {{
			"rule": "SVC028",
			"at": ["/service/settings/0"],
			"args": {"setting": "#/service/settings/0"},
		}} with input.service.settings as [_setting(name, "true")]
	}
}

test_silent_where_it_is_off if {
	off := _setting("webdav.macaroons.accept-over-unencrypted-channel", "false")
	count(rule.findings) == 0 with input.service.settings as [off]
}
