package tokenlint.svc["deletion-by-membership_test"]

import data.tokenlint.svc["deletion-by-membership"] as rule

_deletion := {"credential": "group", "operation": "delete", "sure": true, "by": "group"}

_with(change) := {"deletions": [object.union(_deletion, change)]}

test_fires_for_a_group if {
	rule.findings == {{
		"rule": "SVC020",
		"at": ["/service/deletions/0"],
		"args": {"witness": "#/service/deletions/0", "by": "#/service/deletions/0/by"},
	}} with input.service as _with({})
}

test_fires_for_a_subject if {
	count(rule.findings) == 1 with input.service as _with({"credential": "subject"})
}

test_silent_for_what_everybody_may if {
	count(rule.findings) == 0 with input.service as _with({"credential": "unscoped"})
}

test_silent_where_more_has_a_say if {
	count(rule.findings) == 0 with input.service as _with({"sure": false})
}
