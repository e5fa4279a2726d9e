package tokenlint.iss["policy-without-effect_test"]

import data.tokenlint.iss["policy-without-effect"] as rule

_defect(kind) := {"kind": kind, "grave": true, "witnessed": true}

test_fires_for_redundant if {
	rule.findings == {{
		"rule": "ISS002",
		"at": ["/service/scope_policies/0"],
		"args": {
			"policy": "#/service/scope_policies/0",
			"says": "#/service/scope_policies/0/says",
			"witness": "#/service/scope_policies/0/witness",
		},
	}} with input.service.scope_policies as [_defect("redundant")]
}

test_fires_for_shadowed if {
	rule.findings == {{
		"rule": "ISS002",
		"at": ["/service/scope_policies/0", "/service/scope_policies/0/by"],
		"args": {
			"policy": "#/service/scope_policies/0",
			"says": "#/service/scope_policies/0/says",
			"witness": "#/service/scope_policies/0/witness",
		},
	}} with input.service.scope_policies as [_defect("shadowed")]
}

test_silent_for_other_defects if {
	every kind in {"vacuous", "contradictory", "described-otherwise", "sibling", "default-reach"} {
		count(rule.findings) == 0 with input.service.scope_policies as [_defect(kind)]
	}
}

test_silent_without_a_request_that_shows_it if {
	unseen := object.union(_defect("redundant"), {"witnessed": false})
	count(rule.findings) == 0 with input.service.scope_policies as [unseen]
}
