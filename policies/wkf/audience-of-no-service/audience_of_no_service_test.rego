package tokenlint.wkf["audience-of-no-service_test"]

import data.tokenlint.wkf["audience-of-no-service"] as rule

test_fires if {
	rule.findings == {{
		"rule": "WKF006",
		"at": ["/credential/audience/entries/0"],
		"args": {"audience": "#/credential/audience/entries/0"},
	}} with input.workflow as {"strangers": [0]}
}

test_silent_where_all_are_known if {
	count(rule.findings) == 0 with input.workflow as {"kind": "stage-out"}
}
