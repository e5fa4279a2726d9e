package tokenlint.clm["id-token-as-access-token_test"]

import data.tokenlint.clm["id-token-as-access-token"] as rule

_findings(token) := found if {
	found := rule.findings with input as {"credential": {"captured": true, "token": token}}
}

test_profile_is_found if {
	count(_findings({"profile": "id-token", "header": {"type": "jwt"}})) == 1
}

test_type_is_found if {
	count(_findings({"profile": "wlcg", "header": {"type": "id-token"}})) == 1
}

test_access_token_is_fine if {
	count(_findings({"profile": "wlcg", "header": {"type": "at+jwt"}})) == 0
}
