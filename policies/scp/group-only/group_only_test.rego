package tokenlint.scp["group-only_test"]

import data.tokenlint.scp["group-only"] as rule

test_fires_in_a_token if {
	rule.findings == {{"rule": "SCP012", "at": ["/credential"], "args": {}}} with input as {"credential": {
		"group_based": true,
		"token": {"profile": "wlcg"},
	}}
}

test_fires_in_a_request if {
	count(rule.findings) == 1 with input as {"credential": {"group_based": true}}
}

test_silent_with_capabilities if {
	count(rule.findings) == 0 with input as {"credential": {"group_based": false}}
}

test_silent_for_an_id_token if {
	count(rule.findings) == 0 with input as {"credential": {
		"group_based": true,
		"token": {"profile": "id-token"},
	}}
}

test_silent_for_an_encrypted_token if {
	count(rule.findings) == 0 with input as {"credential": {
		"group_based": true,
		"token": {"profile": "jwt", "form": "encrypted"},
	}}
}

test_silent_without_a_credential if {
	count(rule.findings) == 0 with input as {}
}
