package tokenlint.iss["scope-matchers-and-profile-differ_test"]

import data.tokenlint.iss["scope-matchers-and-profile-differ"] as rule

_setting(name, value) := {"name": name, "value": value, "known": true}

test_fires_for_a_scope_without_a_matcher if {
	rule.findings == {{
		"rule": "ISS032",
		"at": ["/service/settings/0"],
		"args": {
			"scope": "storage.poll",
			"means": "has no matcher, so that a client needs each path of it listed letter by letter",
		},
	}} with input.service.settings as [_setting("scope.matchers.missing", "storage.poll")]
}

test_fires_for_a_scope_of_no_profile if {
	count(rule.findings) == 1 with input.service.settings as [_setting("scope.matchers.foreign", "storage.write")]
}

test_silent_for_other_settings if {
	count(rule.findings) == 0 with input.service.settings as [_setting("scope.matchers.path", "/")]
}
