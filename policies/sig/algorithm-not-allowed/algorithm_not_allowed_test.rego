package tokenlint.sig["algorithm-not-allowed_test"]

import data.tokenlint.sig["algorithm-not-allowed"] as rule

_findings(token) := found if {
	found := rule.findings with input as {"credential": {"captured": true, "token": token}}
}

test_pss_is_found if {
	count(_findings({"form": "signed", "header": {"algorithm": "rsa-pss", "allowed": false}})) == 1
}

test_es256k_is_found if {
	count(_findings({"form": "signed", "header": {"algorithm": "ec", "allowed": false}})) == 1
}

test_rs256_is_fine if {
	count(_findings({"form": "signed", "header": {"algorithm": "rsa", "allowed": true}})) == 0
}

test_hmac_has_a_rule_of_its_own_is_fine if {
	count(_findings({"form": "signed", "header": {"algorithm": "hmac", "allowed": false}})) == 0
}

test_encrypted_is_fine if {
	count(_findings({"form": "encrypted", "header": {"algorithm": "unknown", "allowed": false}})) == 0
}
