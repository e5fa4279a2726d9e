package tokenlint.wkf["unknown-service_test"]

import data.tokenlint.wkf["unknown-service"] as rule

test_fires_once_with_all_places if {
	rule.findings == {{
		"rule": "WKF003",
		"at": ["/workflow/operations/1", "/workflow/operations/4"],
		"args": {"target": "#/workflow/operations/1", "count": 2},
	}} with input as {"workflow": {"unknown_services": [1, 4]}}
}

test_silent_where_all_are_known if {
	count(rule.findings) == 0 with input as {"workflow": {"unknown_services": []}}
}

test_silent_without_a_workflow if {
	count(rule.findings) == 0 with input as {}
}
