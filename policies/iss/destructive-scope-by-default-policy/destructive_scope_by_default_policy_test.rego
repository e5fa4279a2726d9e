package tokenlint.iss["destructive-scope-by-default-policy_test"]

import data.tokenlint.iss["destructive-scope-by-default-policy"] as rule

_defect(kind) := {"kind": kind, "grave": true, "witnessed": true}

test_fires if {
	rule.findings == {{
		"rule": "ISS006",
		"at": ["/service/scope_policies/0"],
		"args": {
			"policy": "#/service/scope_policies/0",
			"says": "#/service/scope_policies/0/says",
			"witness": "#/service/scope_policies/0/witness",
		},
	}} with input.service.scope_policies as [_defect("default-reach")]
}

test_silent_for_other_defects if {
	every kind in {"vacuous", "redundant", "shadowed", "contradictory", "described-otherwise"} {
		count(rule.findings) == 0 with input.service.scope_policies as [_defect(kind)]
	}
}

test_silent_without_a_request_that_shows_it if {
	unseen := object.union(_defect("default-reach"), {"witnessed": false})
	count(rule.findings) == 0 with input.service.scope_policies as [unseen]
}

test_silent_for_what_is_not_grave if {
	light := object.union(_defect("default-reach"), {"grave": false})
	count(rule.findings) == 0 with input.service.scope_policies as [light]
}

test_silent_for_a_test if {
	count(rule.findings) == 0 with input.service as {
		"testing": true,
		"scope_policies": [_defect("default-reach")],
	}
}
