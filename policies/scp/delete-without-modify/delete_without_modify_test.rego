package tokenlint.scp["delete-without-modify_test"]

import data.tokenlint.scp["delete-without-modify"] as rule

_missing := {
	"operation": "delete",
	"index": 2,
	"action": "modify",
	"destructive": true,
	"cause": "action",
	"held": ["create"],
	"at_htcondor": false,
	"lenient": [],
}

_with(change) := {"comparison": {"missing": [object.union(_missing, change)]}}

test_fires_and_names_the_operation if {
	rule.findings == {{
		"rule": "SCP001",
		"at": ["/workflow/operations/2", "/credential"],
		"args": {
			"target": "#/workflow/operations/2",
			"scope": "#/comparison/missing/0/fix",
			"held": "#/comparison/missing/0/held",
			"outcome": "a service that follows the profile refuses it",
		},
	}} with input as _with({})
}

test_fires_where_modify_is_held_elsewhere if {
	some finding in rule.findings with input as _with({"cause": "path", "held": []})
	finding.args.held == "nothing"
}

test_names_the_lenient_rows if {
	some finding in rule.findings with input as _with({"lenient": ["a", "b"]})
	finding.args.outcome == "it works only because that service allows more than the profile (a, b)"
}

test_silent_for_what_destroys_nothing if {
	count(rule.findings) == 0 with input as _with({"operation": "create", "destructive": false})
}

test_silent_where_the_audience_is_the_cause if {
	count(rule.findings) == 0 with input as _with({"cause": "audience", "held": ["modify"]})
}

test_silent_where_groups_decide if {
	count(rule.findings) == 0 with input as _with({"cause": "group-based"})
}

test_silent_without_a_comparison if {
	count(rule.findings) == 0 with input as {}
}
