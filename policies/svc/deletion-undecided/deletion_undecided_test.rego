package tokenlint.svc["deletion-undecided_test"]

import data.tokenlint.svc["deletion-undecided"] as rule

_deletion := {"credential": "unscoped", "operation": "delete", "sure": false, "by": "account"}

_with(change) := {"deletions": [object.union(_deletion, change)]}

test_fires_with_what_it_depends_on if {
	rule.findings == {{
		"rule": "SVC019",
		"at": ["/service/deletions/0"],
		"args": {"witness": "#/service/deletions/0", "depends": "#/service/deletions/0/depends"},
	}} with input.service as _with({})
}

test_silent_where_it_is_sure if {
	count(rule.findings) == 0 with input.service as _with({"sure": true})
}

test_silent_for_members if {
	count(rule.findings) == 0 with input.service as _with({"credential": "group"})
}
