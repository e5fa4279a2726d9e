package tokenlint.svc["token-requests-logged_test"]

import data.tokenlint.svc["token-requests-logged"] as rule

_setting(value) := {"name": "logtokenrequests", "value": value, "known": true}

test_fires_where_it_is_on if {
	rule.findings == {{
		"rule": "SVC052",
		"at": ["/service/settings/0"],
		"args": {"setting": "#/service/settings/0"},
	}} with input.service.settings as [_setting("true")]
}

test_silent_where_it_is_off if {
	count(rule.findings) == 0 with input.service.settings as [_setting("false")]
}
