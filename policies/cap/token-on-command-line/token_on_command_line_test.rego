package tokenlint.cap["token-on-command-line_test"]

import data.tokenlint.cap["token-on-command-line"] as rule

test_fires if {
	rule.findings == {{
		"rule": "CAP002",
		"at": ["/capture/presented/0"],
		"args": {"tokens": "#/capture/presented/0"},
	}} with input.capture.presented as [{"context": "command-line", "tokens": 3}]
}

test_silent if {
	count(rule.findings) == 0 with input.capture.presented as [{"context": "environment", "tokens": 3}]
}

test_silent_without_a_capture if {
	count(rule.findings) == 0 with input as {}
}
