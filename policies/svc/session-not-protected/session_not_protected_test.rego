package tokenlint.svc["session-not-protected_test"]

import data.tokenlint.svc["session-not-protected"] as rule

_setting(name, value, written) := {"name": name, "value": value, "known": true, "written": written}

test_fires_for_optional_encryption if {
	rule.findings == {{
		"rule": "SVC035",
		"at": ["/service/settings/0"],
		"args": {"setting": "#/service/settings/0"},
	}} with input.service.settings as [_setting("sec_default_encryption", "optional", true)]
}

test_silent_otherwise if {
	count(rule.findings) == 0 with input.service.settings as [
		_setting("sec_default_encryption", "required", true),
		_setting("sec_default_integrity", "preferred", true),
		_setting("sec_read_encryption", "optional", true),
		_setting("sec_write_encryption", "optional", false),
	]
}
