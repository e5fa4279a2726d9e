package tokenlint.clm["claim-wrong-type_test"]

import data.tokenlint.clm["claim-wrong-type"] as rule

_findings(token) := found if {
	found := rule.findings with input as {"credential": {"captured": true, "token": token}}
}

test_scope_is_found if {
	count(_findings({"claims": {"wrong_type": ["scope"]}})) == 1
}

test_times_is_fine if {
	count(_findings({"claims": {"wrong_type": ["exp"]}})) == 0
}

test_none_is_fine if {
	count(_findings({"claims": {"wrong_type": []}})) == 0
}
