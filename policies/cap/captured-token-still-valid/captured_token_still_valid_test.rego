package tokenlint.cap["captured-token-still-valid_test"]

import data.tokenlint.cap["captured-token-still-valid"] as rule

test_fires if {
	rule.findings == {{
		"rule": "CAP003",
		"at": ["/capture/valid_tokens"],
		"args": {"tokens": "#/capture/valid_tokens"},
	}} with input.capture.valid_tokens as 2
}

test_silent if {
	count(rule.findings) == 0 with input.capture.valid_tokens as 0
}

test_silent_without_a_capture if {
	count(rule.findings) == 0 with input as {}
}
