package tokenlint.svc["expiry-option-reversed_test"]

import data.tokenlint.svc["expiry-option-reversed"] as rule

_setting(written) := {"name": "sec.protocol ztn -expiry", "value": "ignore", "known": true, "written": written}

test_fires_where_it_is_written if {
	rule.findings == {{
		"rule": "SVC038",
		"at": ["/service/settings/0"],
		"args": {"setting": "#/service/settings/0"},
	}} with input.service.settings as [_setting(true)]
}

test_silent_for_the_default if {
	count(rule.findings) == 0 with input.service.settings as [_setting(false)]
}
