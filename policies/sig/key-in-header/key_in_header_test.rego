package tokenlint.sig["key-in-header_test"]

import data.tokenlint.sig["key-in-header"] as rule

_findings(token) := found if {
	found := rule.findings with input as {"credential": {"captured": true, "token": token}}
}

test_jku_is_found if {
	count(_findings({"header": {"key_carriers": ["jku"]}})) == 1
}

test_none_is_fine if {
	count(_findings({"header": {"key_carriers": []}})) == 0
}
