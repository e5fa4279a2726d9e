package tokenlint.clm["required-claim-missing_test"]

import data.tokenlint.clm["required-claim-missing"] as rule

_findings(token) := found if {
	found := rule.findings with input as {"credential": {"captured": true, "token": token}}
}

test_missing_is_found if {
	count(_findings({"profile": "wlcg", "claims": {"missing": ["iat", "jti"]}})) == 1
}

test_only_aud_and_exp_is_fine if {
	count(_findings({"profile": "wlcg", "claims": {"missing": ["aud", "exp"]}})) == 0
}

test_complete_is_fine if {
	count(_findings({"profile": "wlcg", "claims": {"missing": []}})) == 0
}
