package tokenlint.scp["stage-is-not-read_test"]

import data.tokenlint.scp["stage-is-not-read"] as rule

_missing := {
	"operation": "read",
	"index": 1,
	"action": "read",
	"destructive": false,
	"cause": "action",
	"held": ["stage"],
	"at_htcondor": false,
	"lenient": [],
}

_with(change) := {"comparison": {"missing": [object.union(_missing, change)]}}

test_fires if {
	rule.findings == {{
		"rule": "SCP008",
		"at": ["/workflow/operations/1", "/credential"],
		"args": {
			"target": "#/workflow/operations/1",
			"scope": "#/comparison/missing/0/fix",
			"outcome": "a service that follows the profile refuses it",
		},
	}} with input as _with({})
}

test_names_the_lenient_rows if {
	some finding in rule.findings with input as _with({"lenient": ["dcache-stage-reads"]})
	contains(finding.args.outcome, "dcache-stage-reads")
}

test_silent_where_nothing_is_staged if {
	count(rule.findings) == 0 with input as _with({"held": ["create"]})
}

test_silent_for_another_operation if {
	count(rule.findings) == 0 with input as _with({"operation": "create"})
}

test_silent_where_the_audience_is_the_cause if {
	count(rule.findings) == 0 with input as _with({"cause": "audience"})
}
