package tokenlint.scp["offline-access-in-job_test"]

import data.tokenlint.scp["offline-access-in-job"] as rule

_item := {"kind": "refresh", "vocabulary": "oidc", "word": "offline_access", "actions": []}

_case(items, worker, requested, held) := {
	"credential": {"items": items},
	"workflow": {
		"runs_on_worker": worker,
		"refresh": {"requested": requested, "held_by_worker": held},
	},
}

test_fires_for_the_scope_in_a_job if {
	rule.findings == {{
		"rule": "SCP014",
		"at": ["/credential/items/0", "/workflow"],
		"args": {"what": "#/credential/items/0"},
	}} with input as _case([_item], true, false, false)
}

test_fires_for_a_declared_refresh_token if {
	rule.findings == {{
		"rule": "SCP014",
		"at": ["/workflow/refresh", "/workflow"],
		"args": {"what": "the refresh token"},
	}} with input as _case([], false, true, true)
}

test_says_it_once if {
	some finding in rule.findings with input as _case([_item], true, true, true)
	finding.args.what == "#/credential/items/0"
	count(rule.findings) == 1 with input as _case([_item], true, true, true)
}

test_silent_where_a_service_keeps_it if {
	count(rule.findings) == 0 with input as _case([_item], true, true, false)
}

test_silent_outside_of_jobs if {
	count(rule.findings) == 0 with input as _case([_item], false, false, false)
}

test_silent_without_a_refresh_token if {
	count(rule.findings) == 0 with input as _case([], true, false, false)
	count(rule.findings) == 0 with input as _case([], true, false, true)
}

test_silent_without_a_workflow if {
	count(rule.findings) == 0 with input as {"credential": {"items": [_item]}}
}
