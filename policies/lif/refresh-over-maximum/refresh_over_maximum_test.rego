package tokenlint.lif["refresh-over-maximum_test"]

import data.tokenlint.lif["refresh-over-maximum"] as rule

_document(lifetime) := {"limits": {"refresh_maximum": 34560000}, "credential": {"lifetime": lifetime}}

test_over_the_maximum if {
	rule.findings == {{
		"rule": "LIF011",
		"at": ["/credential/lifetime/refresh_seconds"],
		"args": {"lifetime": "#/credential/lifetime/refresh_seconds", "maximum": "#/limits/refresh_maximum"},
	}} with input as _document({"refresh_seconds": 34560001})
}

test_at_the_maximum if rule.findings == set() with input as _document({"refresh_seconds": 34560000})

test_no_refresh_token if rule.findings == set() with input as _document({})
