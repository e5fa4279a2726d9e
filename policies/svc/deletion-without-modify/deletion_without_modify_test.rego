package tokenlint.svc["deletion-without-modify_test"]

import data.tokenlint.svc["deletion-without-modify"] as rule

_deletion := {"credential": "unscoped", "operation": "delete", "sure": true, "by": "any-token"}

_with(change) := {"deletions": [{"credential": "group", "sure": true}, object.union(_deletion, change)]}

test_fires_with_the_witness if {
	rule.findings == {{
		"rule": "SVC001",
		"at": ["/service/deletions/1"],
		"args": {"witness": "#/service/deletions/1", "by": "#/service/deletions/1/by"},
	}} with input.service as _with({})
}

test_fires_for_each_weak_credential if {
	every credential in {"none", "foreign", "unscoped", "read", "create", "stage"} {
		count(rule.findings) == 1 with input.service as _with({"credential": credential})
	}
}

test_silent_where_files_are_missing_that_have_a_say if {
	count(rule.findings) == 0 with input.service as _with({"sure": false})
}

test_silent_for_members_and_named_subjects if {
	every credential in {"group", "subject"} {
		count(rule.findings) == 0 with input.service as _with({"credential": credential})
	}
}
