package tokenlint.svc["unmapped-becomes-service-account_test"]

import data.tokenlint.svc["unmapped-becomes-service-account"] as rule

_user(value) := {"name": "arex.user", "value": value, "known": true, "written": true}

_tokens(value) := {"name": "authtokens", "value": value, "known": true, "written": true}

test_fires_for_an_account_of_its_own if {
	rule.findings == {{
		"rule": "SVC037",
		"at": ["/service/settings/1"],
		"args": {"setting": "#/service/settings/1"},
	}} with input.service.settings as [_tokens("on"), _user("grid")]
}

test_root_runs_no_jobs if {
	count(rule.findings) == 0 with input.service.settings as [_tokens("on"), _user("root")]
}

test_silent_without_tokens if {
	count(rule.findings) == 0 with input.service.settings as [_tokens("off"), _user("grid")]
}
