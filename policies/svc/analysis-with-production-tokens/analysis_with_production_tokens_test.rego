package tokenlint.svc["analysis-with-production-tokens_test"]

import data.tokenlint.svc["analysis-with-production-tokens"] as rule

_named(name, known) := {"name": name, "value": "/data/tokens/prod", "known": known}

test_fires if {
	settings := [_named("tokendir for analysis", true)]
	rule.findings == {{
		"rule": "SVC061",
		"at": ["/service/settings/0"],
		"args": {"setting": "#/service/settings/0"},
	}} with input.service.settings as settings
}

test_silent_for_others if {
	count(rule.findings) == 0 with input.service.settings as [_named("tokendir", true)]
	unknown := [_named("tokendir for analysis", false)]
	count(rule.findings) == 0 with input.service.settings as unknown
}
