package tokenlint.iss["scope-matcher-not-bounded_test"]

import data.tokenlint.iss["scope-matcher-not-bounded"] as rule

_path(value) := {"name": "scope.matchers.path", "value": value, "known": true}

test_fires_with_a_sibling if {
	rule.findings == {{
		"rule": "ISS031",
		"at": ["/service/settings/0"],
		"args": {"setting": "#/service/settings/0", "also": "/alpha-other"},
	}} with input.service.settings as [_path("/alpha")]
}

test_silent_at_a_component if {
	count(rule.findings) == 0 with input.service.settings as [_path("/"), _path("/alpha/")]
}

test_silent_for_others_and_the_unknown if {
	other := {"name": "scope.matchers.foreign", "value": "storage.write", "known": true}
	unknown := {"name": "scope.matchers.path", "value": "", "known": false}
	count(rule.findings) == 0 with input.service.settings as [other, unknown]
}
