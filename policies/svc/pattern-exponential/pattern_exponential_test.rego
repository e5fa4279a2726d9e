package tokenlint.svc["pattern-exponential_test"]

import data.tokenlint.svc["pattern-exponential"] as rule

test_fires_at_the_pattern if {
	rule.findings == {{
		"rule": "SVC023",
		"at": ["/service/patterns/1"],
		"args": {"pattern": "#/service/patterns/1"},
	}} with input.service.patterns as [{"defects": []}, {"defects": ["exponential", "open-end"]}]
}

test_silent_for_others if {
	count(rule.findings) == 0 with input.service.patterns as [{"defects": ["open-end"]}]
}
