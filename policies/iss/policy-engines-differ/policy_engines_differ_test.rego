package tokenlint.iss["policy-engines-differ_test"]

import data.tokenlint.iss["policy-engines-differ"] as rule

_defect(kind) := {"kind": kind, "grave": true, "witnessed": true}

test_fires if {
	rule.findings == {{
		"rule": "ISS007",
		"at": ["/service/scope_policies/0"],
		"args": {
			"policy": "#/service/scope_policies/0",
			"says": "#/service/scope_policies/0/says",
			"witness": "#/service/scope_policies/0/witness",
		},
	}} with input.service.scope_policies as [_defect("engines-differ")]
}

test_silent_for_other_defects if {
	every kind in {"vacuous", "redundant", "shadowed", "contradictory", "described-otherwise"} {
		count(rule.findings) == 0 with input.service.scope_policies as [_defect(kind)]
	}
}

test_silent_without_a_request_that_shows_it if {
	unseen := object.union(_defect("engines-differ"), {"witnessed": false})
	count(rule.findings) == 0 with input.service.scope_policies as [unseen]
}
