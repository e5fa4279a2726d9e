package tokenlint.scp["condor-write-needs-three_test"]

import data.tokenlint.scp["condor-write-needs-three"] as rule

_missing(operation, index, held) := {
	"operation": operation,
	"index": index,
	"destructive": false,
	"cause": "action",
	"held": held,
	"at_htcondor": true,
	"lenient": [],
}

_with(missing) := {"comparison": {"missing": missing}}

test_fires_once_for_all_operations if {
	rule.findings == {{
		"rule": "SCP016",
		"at": ["/workflow/operations/0", "/workflow/operations/3"],
		"args": {
			"target": "#/workflow/operations/0",
			"lacking": "compute.cancel and compute.modify",
		},
	}} with input as _with([_missing("submit", 0, ["submit"]), _missing("cancel", 3, ["submit"])])
}

test_names_the_one_that_lacks if {
	some finding in rule.findings with input as _with([_missing("submit", 0, ["cancel", "submit"])])
	finding.args.lacking == "compute.modify"
}

test_silent_where_none_is_held if {
	count(rule.findings) == 0 with input as _with([_missing("submit", 0, ["query"])])
}

test_silent_elsewhere if {
	missing := object.union(_missing("cancel", 0, ["submit"]), {"at_htcondor": false})
	count(rule.findings) == 0 with input as _with([missing])
}

test_silent_for_a_query if {
	count(rule.findings) == 0 with input as _with([_missing("query", 0, ["submit"])])
}

test_silent_where_the_audience_is_the_cause if {
	missing := object.union(_missing("submit", 0, ["submit"]), {"cause": "audience"})
	count(rule.findings) == 0 with input as _with([missing])
}

test_silent_without_a_comparison if {
	count(rule.findings) == 0 with input as {}
}
