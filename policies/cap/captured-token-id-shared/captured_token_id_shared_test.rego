package tokenlint.cap["captured-token-id-shared_test"]

import data.tokenlint.cap["captured-token-id-shared"] as rule

test_fires if {
	rule.findings == {{
		"rule": "CAP004",
		"at": ["/capture/shared_token_ids"],
		"args": {"ids": "#/capture/shared_token_ids"},
	}} with input.capture.shared_token_ids as 2
}

test_silent if {
	count(rule.findings) == 0 with input.capture.shared_token_ids as 0
}

test_silent_without_a_capture if {
	count(rule.findings) == 0 with input as {}
}
