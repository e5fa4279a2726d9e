package tokenlint.iss["audience-never-set_test"]

import data.tokenlint.iss["audience-never-set"] as rule

_with(name, value) := {
	"offers": [{"kind": "rule"}],
	"settings": [{"name": name, "value": value, "known": true}],
}

test_fires if {
	rule.findings == {{
		"rule": "ISS041",
		"at": ["/service/settings/0"],
		"args": {"setting": "#/service/settings/0"},
	}} with input.service as _with("token_audience", "none")
}

test_fires_for_a_credential_monitor if {
	count(rule.findings) == 1 with input.service as _with("local_credmon_token_audience", "")
}

test_silent_where_one_is_set if {
	count(rule.findings) == 0 with input.service as _with("local_credmon_token_audience", "https://storage.example")
}

test_silent_where_nothing_is_handed_out if {
	nothing := object.union(_with("token_audience", "none"), {"offers": []})
	count(rule.findings) == 0 with input.service as nothing
}
