package tokenlint.clm["group-name_test"]

import data.tokenlint.clm["group-name"] as rule

_findings(token) := found if {
	found := rule.findings with input as {"credential": {"captured": true, "token": token}}
}

test_bad_name_is_found if {
	count(_findings({"claims": {"groups": [{"problems": ["bad-character"], "depth": 2}]}})) == 1
}

test_good_name_is_fine if {
	count(_findings({"claims": {"groups": [{"problems": [], "depth": 2}]}})) == 0
}

test_no_groups_is_fine if {
	count(_findings({"claims": {"groups": []}})) == 0
}
