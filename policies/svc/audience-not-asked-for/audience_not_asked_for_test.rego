package tokenlint.svc["audience-not-asked-for_test"]

import data.tokenlint.svc["audience-not-asked-for"] as rule

test_fires_at_the_audience if {
	rule.findings == {{
		"rule": "SVC018",
		"at": ["/service/audience/accepted/3"],
		"args": {"audience": "#/service/audience/accepted/3"},
	}} with input.service.unasked as [3]
}

test_silent_where_all_are_asked_for if {
	count(rule.findings) == 0 with input.service.unasked as []
}
