package tokenlint.log["granted-and-never-used_test"]

import data.tokenlint.log["granted-and-never-used"] as rule

test_fires if {
	rule.findings == {{
		"rule": "LOG008",
		"at": ["/audit/usages/0"],
		"args": {"unused": "#/audit/usages/0/unused", "party": "#/audit/usages/0"},
	}} with input.audit.usages as [{"unused": 2, "actions": ["create", "read"]}]
}

test_another_rule_speaks_of_modify if {
	rule.findings == set() with input.audit.usages as [{"unused": 1, "actions": ["modify"]}]
}

test_silent_where_all_is_used if {
	rule.findings == set() with input.audit.usages as [{"unused": 0, "actions": []}]
}

test_silent_without_an_audit if {
	rule.findings == set() with input as {}
}
