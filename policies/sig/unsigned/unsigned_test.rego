package tokenlint.sig.unsigned_test

import data.tokenlint.sig.unsigned as rule

_findings(token) := found if {
	found := rule.findings with input as {"credential": {"captured": true, "token": token}}
}

test_alg_none_is_found if {
	count(_findings({"form": "signed", "header": {"algorithm": "none"}})) == 1
}

test_no_signature_part_is_found if {
	count(_findings({"form": "unsecured", "header": {"algorithm": "rsa"}})) == 1
}

test_signed_is_fine if {
	count(_findings({"form": "signed", "header": {"algorithm": "rsa"}})) == 0
}

test_without_header_is_fine if {
	count(_findings({"form": "unreadable"})) == 0
}
