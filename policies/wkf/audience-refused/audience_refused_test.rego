package tokenlint.wkf["audience-refused_test"]

import data.tokenlint.wkf["audience-refused"] as rule

test_fires_with_both_places if {
	rule.findings == {{
		"rule": "WKF005",
		"at": ["/credential/audience/entries/1", "/workflow/refusals/0"],
		"args": {"audience": "#/credential/audience/entries/1", "service": "#/workflow/refusals/0"},
	}} with input.workflow as {"refusals": [{"entry": 1}]}
}

test_silent_where_nothing_refuses if {
	count(rule.findings) == 0 with input.workflow as {"kind": "stage-out"}
}
