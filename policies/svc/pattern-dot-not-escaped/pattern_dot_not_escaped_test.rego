package tokenlint.svc["pattern-dot-not-escaped_test"]

import data.tokenlint.svc["pattern-dot-not-escaped"] as rule

_pattern := {"about": "issuer and subject", "defects": ["any-sign"], "proven": true}

_with(change) := {"patterns": [object.union(_pattern, change)]}

test_fires_with_the_example if {
	rule.findings == {{
		"rule": "SVC022",
		"at": ["/service/patterns/0"],
		"args": {"pattern": "#/service/patterns/0", "also": "#/service/patterns/0/also"},
	}} with input.service as _with({})
}

test_silent_beside_a_worse_defect if {
	count(rule.findings) == 0 with input.service as _with({"defects": ["any-sign", "open-start"]})
}

test_silent_without_an_example if {
	count(rule.findings) == 0 with input.service as _with({"proven": false})
}
