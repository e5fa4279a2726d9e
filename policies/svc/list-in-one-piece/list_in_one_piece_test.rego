package tokenlint.svc["list-in-one-piece_test"]

import data.tokenlint.svc["list-in-one-piece"] as rule

_setting(name, value) := {"name": name, "value": value, "known": true}

test_fires_for_commas if {
	every name in {"authorizedaudiences", "authorizedvo"} {
		rule.findings == {{
			"rule": "SVC050",
			"at": ["/service/settings/0"],
			"args": {"setting": "#/service/settings/0"},
		}} with input.service.settings as [_setting(name, "a,b;c")]
	}
}

test_silent_for_semicolons if {
	count(rule.findings) == 0 with input.service.settings as [_setting("authorizedvo", "a;b")]
}

test_silent_for_other_lists if {
	count(rule.findings) == 0 with input.service.settings as [_setting("allow_daemon", "a,b")]
}
