package tokenlint.svc["pattern-broken_test"]

import data.tokenlint.svc["pattern-broken"] as rule

test_fires_at_the_pattern if {
	rule.findings == {{
		"rule": "SVC046",
		"at": ["/service/patterns/1"],
		"args": {"pattern": "#/service/patterns/1"},
	}} with input.service.patterns as [{"defects": []}, {"defects": ["broken"]}]
}

test_silent_for_others if {
	count(rule.findings) == 0 with input.service.patterns as [{"defects": ["exponential", "open-end"]}]
}
