package tokenlint.log["modify-granted-and-never-used_test"]

import data.tokenlint.log["modify-granted-and-never-used"] as rule

test_fires if {
	rule.findings == {{
		"rule": "LOG011",
		"at": ["/audit/usages/0"],
		"args": {"unused": "#/audit/usages/0/unused", "party": "#/audit/usages/0"},
	}} with input.audit.usages as [{"unused": 2, "actions": ["modify", "read"]}]
}

test_another_rule_speaks_of_lesser_scopes if {
	rule.findings == set() with input.audit.usages as [{"unused": 1, "actions": ["create"]}]
}

test_silent_where_all_is_used if {
	rule.findings == set() with input.audit.usages as [{"unused": 0, "actions": []}]
}

test_silent_without_an_audit if {
	rule.findings == set() with input as {}
}
