package tokenlint.prb["services-differ_test"]

import data.tokenlint.prb["services-differ"] as rule

test_fires if {
	rule.findings == {{
		"rule": "PRB023",
		"at": ["/probe/differences"],
		"args": {"requests": "#/probe/differences"},
	}} with input.probe.differences as [{"operation": "read", "allowing": 1, "refusing": 1}]
}

test_silent if {
	rule.findings == set() with input.probe.differences as []
}

test_silent_without_a_probe if {
	rule.findings == set() with input as {}
}
