package tokenlint.cap["private-key-captured_test"]

import data.tokenlint.cap["private-key-captured"] as rule

test_fires if {
	rule.findings == {{
		"rule": "CAP006",
		"at": ["/capture/private_keys"],
		"args": {"keys": "#/capture/private_keys"},
	}} with input.capture.private_keys as 1
}

test_silent if {
	count(rule.findings) == 0 with input.capture.private_keys as 0
}

test_silent_without_a_capture if {
	count(rule.findings) == 0 with input as {}
}
