package tokenlint.prb["test-data-left_test"]

import data.tokenlint.prb["test-data-left"] as rule

test_fires if {
	rule.findings == {{
		"rule": "PRB020",
		"at": ["/probe/left"],
		"args": {"left": "#/probe/left"},
	}} with input.probe.left as 1
}

test_silent if {
	rule.findings == set() with input.probe.left as 0
}

test_silent_without_a_probe if {
	rule.findings == set() with input as {}
}
