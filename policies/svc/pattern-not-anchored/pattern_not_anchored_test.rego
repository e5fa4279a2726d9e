package tokenlint.svc["pattern-not-anchored_test"]

import data.tokenlint.svc["pattern-not-anchored"] as rule

_pattern := {"about": "issuer and subject", "defects": ["open-end", "open-start"], "proven": true}

_with(change) := {"patterns": [object.union(_pattern, change)]}

test_fires_with_the_example if {
	rule.findings == {{
		"rule": "SVC012",
		"at": ["/service/patterns/0"],
		"args": {
			"pattern": "#/service/patterns/0",
			"also": "#/service/patterns/0/also",
			"missing": "a beginning (^) and an end ($)",
		},
	}} with input.service as _with({})
}

test_each_open_end_counts if {
	every defect in {"open-start", "open-end", "open-issuer"} {
		count(rule.findings) == 1 with input.service as _with({"defects": [defect]})
	}
}

test_other_defects_are_not_named if {
	some finding in rule.findings with input.service as _with({"defects": ["any-sign", "open-issuer"]})
	finding.args.missing == "an end of the issuer (a comma)"
}

test_silent_without_an_example if {
	count(rule.findings) == 0 with input.service as _with({"proven": false})
}

test_silent_for_what_other_rules_say if {
	count(rule.findings) == 0 with input.service as _with({"defects": ["any-sign", "broken", "exponential"]})
}
