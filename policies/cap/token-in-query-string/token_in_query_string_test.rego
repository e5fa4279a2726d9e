package tokenlint.cap["token-in-query-string_test"]

import data.tokenlint.cap["token-in-query-string"] as rule

test_fires if {
	rule.findings == {{
		"rule": "CAP001",
		"at": ["/capture/presented/0"],
		"args": {"tokens": "#/capture/presented/0"},
	}} with input.capture.presented as [{"context": "query-string", "tokens": 3}]
}

test_silent if {
	count(rule.findings) == 0 with input.capture.presented as [{"context": "authorization-header", "tokens": 3}]
}

test_silent_without_a_capture if {
	count(rule.findings) == 0 with input as {}
}
