package tokenlint.svc["credmon-writes-everywhere_test"]

import data.tokenlint.svc["credmon-writes-everywhere"] as rule

_setting(value) := {"name": "local_credmon_authz_template", "value": value, "known": true}

test_fires_for_the_root if {
	rule.findings == {{
		"rule": "SVC033",
		"at": ["/service/settings/0"],
		"args": {"setting": "#/service/settings/0"},
	}} with input.service.settings as [_setting("read:/ write:/")]
}

test_silent_for_a_folder if {
	count(rule.findings) == 0 with input.service.settings as [_setting("read:/ write:/scratch")]
}
