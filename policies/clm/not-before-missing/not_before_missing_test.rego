package tokenlint.clm["not-before-missing_test"]

import data.tokenlint.clm["not-before-missing"] as rule

_findings(token) := found if {
	found := rule.findings with input as {"credential": {"captured": true, "token": token}}
}

test_missing_is_found if {
	count(_findings({"profile": "wlcg", "claims": {"present": ["exp"]}})) == 1
}

test_present_is_fine if {
	count(_findings({"profile": "wlcg", "claims": {"present": ["exp", "nbf"]}})) == 0
}

test_of_another_profile_is_fine if {
	count(_findings({"profile": "keycloak", "claims": {"present": ["exp"]}})) == 0
}
