package tokenlint.clm["token-id-weak_test"]

import data.tokenlint.clm["token-id-weak"] as rule

_findings(token) := found if {
	found := rule.findings with input as {"credential": {"captured": true, "token": token}}
}

test_short_is_found if {
	count(_findings({"claims": {"token_id": "short"}})) == 1
}

test_present_is_fine if {
	count(_findings({"claims": {"token_id": "present"}})) == 0
}
