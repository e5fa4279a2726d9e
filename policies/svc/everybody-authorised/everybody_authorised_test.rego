package tokenlint.svc["everybody-authorised_test"]

import data.tokenlint.svc["everybody-authorised"] as rule

_setting(name, value) := {"name": name, "value": value, "known": true}

_way(operation) := {"kind": "anonymous", "sure": true, "operations": [operation]}

test_fires_for_a_list_with_a_star if {
	rule.findings == {{
		"rule": "SVC031",
		"at": ["/service/settings/0"],
		"args": {"what": "`*` in allow_daemon"},
	}} with input.service as {"class": "compute", "settings": [_setting("allow_daemon", "condor@pool.example,*")]}
}

test_fires_for_jobs_of_nobody if {
	some finding in rule.findings with input.service as {"class": "compute", "ways": [_way("submit")]}
	finding.at == ["/service/ways/0"]
}

test_silent_for_names if {
	named := [_setting("allow_daemon", "condor@pool.example,*/pool.example"), _setting("allow_read", "*")]
	count(rule.findings) == 0 with input.service as {"class": "compute", "settings": named}
}

test_silent_for_questions if {
	count(rule.findings) == 0 with input.service as {"class": "compute", "ways": [_way("query")]}
}

test_lists_that_name_one_another_are_one_finding if {
	some finding in rule.findings with input.service as {"class": "compute", "settings": [
		_setting("allow_daemon", "*"),
		_setting("allow_read", "*"),
		_setting("allow_administrator", "*"),
	]}
	finding.at == ["/service/settings/0", "/service/settings/2"]
	finding.args.what == "`*` in allow_administrator, allow_daemon"
}
