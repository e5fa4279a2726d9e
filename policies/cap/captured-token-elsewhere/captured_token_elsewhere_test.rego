package tokenlint.cap["captured-token-elsewhere_test"]

import data.tokenlint.cap["captured-token-elsewhere"] as rule

test_fires if {
	rule.findings == {{
		"rule": "CAP005",
		"at": ["/capture/elsewhere/0"],
		"args": {"tokens": "#/capture/elsewhere/0/tokens", "where": "#/capture/elsewhere/0"},
	}} with input.capture.elsewhere as [{"tokens": 1}]
}

test_silent if {
	count(rule.findings) == 0 with input.capture.elsewhere as []
}

test_silent_without_a_capture if {
	count(rule.findings) == 0 with input as {}
}
