package tokenlint.wkf["service-refuses_test"]

import data.tokenlint.wkf["service-refuses"] as rule

_answer(more) := {"comparison": {"storages": [{
	"index": 1,
	"operation": "create",
	"destructive": false,
	"more": more,
}]}}

test_fires_and_names_the_line if {
	rule.findings == {{
		"rule": "WKF004",
		"at": ["/workflow/operations/1", "/comparison/storages/0"],
		"args": {"target": "#/workflow/operations/1", "answer": "#/comparison/storages/0"},
	}} with input as _answer(false)
}

test_silent_where_the_service_lets_more_pass if {
	count(rule.findings) == 0 with input as _answer(true)
}

test_silent_without_a_service if {
	count(rule.findings) == 0 with input as {"comparison": {"missing": []}}
}
