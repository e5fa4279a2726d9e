package tokenlint.sig["key-id-missing_test"]

import data.tokenlint.sig["key-id-missing"] as rule

_findings(token) := found if {
	found := rule.findings with input as {"credential": {"captured": true, "token": token}}
}

test_missing_is_found if {
	count(_findings({"form": "signed", "profile": "wlcg", "header": {"key_id": "missing", "algorithm": "rsa"}})) == 1
}

test_wrong_type_is_found if {
	count(_findings({"form": "signed", "profile": "wlcg", "header": {"key_id": "wrong-type", "algorithm": "rsa"}})) == 1
}

test_present_is_fine if {
	count(_findings({"form": "signed", "profile": "wlcg", "header": {"key_id": "present", "algorithm": "rsa"}})) == 0
}

test_in_a_pool_is_fine if {
	count(_findings({"form": "signed", "profile": "htcondor", "header": {"key_id": "missing", "algorithm": "hmac"}})) == 0
}

test_unsigned_is_fine if {
	count(_findings({"form": "unsecured", "profile": "wlcg", "header": {"key_id": "missing", "algorithm": "none"}})) == 0
}
