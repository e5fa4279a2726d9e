package tokenlint.svc["no-group-asked-for_test"]

import data.tokenlint.svc["no-group-asked-for"] as rule

_access(change) := object.union(
	{
		"name": "arex/ws/jobs.allowaccess",
		"value": "everybody authenticated",
		"known": true,
		"written": false,
	},
	change,
)

_tokens(value) := {"name": "authtokens", "value": value, "known": true, "written": true}

test_fires_where_nothing_is_asked if {
	rule.findings == {{
		"rule": "SVC036",
		"at": ["/service/settings/1"],
		"args": {"setting": "#/service/settings/1"},
	}} with input.service.settings as [_tokens("on"), _access({})]
}

test_silent_where_groups_are_named if {
	count(rule.findings) == 0 with input.service.settings as [_tokens("on"), _access({"written": true})]
}

test_silent_without_tokens if {
	count(rule.findings) == 0 with input.service.settings as [_tokens("off"), _access({})]
}

test_silent_where_another_file_may_tell if {
	count(rule.findings) == 0 with input.service.settings as [_tokens("on"), _access({"known": false})]
}
