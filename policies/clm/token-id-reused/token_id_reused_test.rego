package tokenlint.clm["token-id-reused_test"]

import data.tokenlint.clm["token-id-reused"] as rule

_findings(token) := found if {
	found := rule.findings with input as {"credential": {"captured": true, "token": token}}
}

test_reused_is_found if {
	count(_findings({"claims": {"token_id_reused": true}})) == 1
}

test_unique_is_fine if {
	count(_findings({"claims": {"token_id_reused": false}})) == 0
}
