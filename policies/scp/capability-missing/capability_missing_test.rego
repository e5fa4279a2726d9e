package tokenlint.scp["capability-missing_test"]

import data.tokenlint.scp["capability-missing"] as rule

_missing := {
	"operation": "read",
	"index": 1,
	"action": "read",
	"destructive": false,
	"cause": "action",
	"held": ["create"],
	"at_htcondor": false,
	"lenient": [],
}

_with(change) := {"comparison": {"missing": [object.union(_missing, change)]}}

test_fires if {
	rule.findings == {{
		"rule": "SCP017",
		"at": ["/workflow/operations/1", "/credential"],
		"args": {
			"target": "#/workflow/operations/1",
			"scope": "#/comparison/missing/0/fix",
			"held": "#/comparison/missing/0/held",
			"outcome": "a service that follows the profile refuses it",
		},
	}} with input as _with({})
}

test_fires_where_it_is_held_elsewhere if {
	count(rule.findings) == 1 with input as _with({"cause": "path", "held": []})
}

test_fires_for_staging_with_read_and_names_the_row if {
	change := {"operation": "stage", "held": ["read"], "lenient": ["xrootd-read-prepares"]}
	some finding in rule.findings with input as _with(change)
	contains(finding.args.outcome, "xrootd-read-prepares")
}

test_fires_at_an_htcondor_ce_where_no_part_is_held if {
	count(rule.findings) == 1 with input as _with({"operation": "submit", "held": ["query"], "at_htcondor": true})
}

test_silent_where_scp001_speaks if {
	count(rule.findings) == 0 with input as _with({"operation": "delete", "destructive": true})
}

test_silent_where_scp008_speaks if {
	count(rule.findings) == 0 with input as _with({"held": ["stage"]})
}

test_silent_where_scp016_speaks if {
	change := {"operation": "cancel", "held": ["submit"], "at_htcondor": true}
	count(rule.findings) == 0 with input as _with(change)
}

test_silent_where_aud007_or_scp012_speaks if {
	count(rule.findings) == 0 with input as _with({"cause": "audience"})
	count(rule.findings) == 0 with input as _with({"cause": "group-based"})
}

test_listing_is_open_in_the_profile if {
	count(rule.findings) == 1 with input as _with({"operation": "list"})
	count(rule.findings) == 0 with input as _with({"operation": "list", "lenient": ["dcache-modify"]})
}
