package tokenlint.sig["hmac-signature_test"]

import data.tokenlint.sig["hmac-signature"] as rule

_findings(token) := found if {
	found := rule.findings with input as {"credential": {"captured": true, "token": token}}
}

test_hmac_is_found if {
	count(_findings({"profile": "wlcg", "header": {"algorithm": "hmac"}})) == 1
}

test_in_a_pool_is_fine if {
	count(_findings({"profile": "htcondor", "header": {"algorithm": "hmac"}})) == 0
}

test_rsa_is_fine if {
	count(_findings({"profile": "wlcg", "header": {"algorithm": "rsa"}})) == 0
}
