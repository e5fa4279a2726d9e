package tokenlint.svc["anonymous-write_test"]

import data.tokenlint.svc["anonymous-write"] as rule

_setting(value, known) := {"name": "webdav.authz.anonymous-operations", "value": value, "known": known}

test_fires_at_the_door if {
	rule.findings == {{
		"rule": "SVC030",
		"at": ["/service/settings/0"],
		"args": {"setting": "#/service/settings/0"},
	}} with input.service.settings as [_setting("full", true)]
}

test_silent_for_less if {
	count(rule.findings) == 0 with input.service.settings as [_setting("readonly", true)]
	count(rule.findings) == 0 with input.service.settings as [_setting("full", false)]
}
