package tokenlint.iss["audiences-by-default_test"]

import data.tokenlint.iss["audiences-by-default"] as rule

_with(number, wildcard) := {"offers": [{"audience": {"default_any": wildcard, "default_count": number}}]}

test_fires if {
	rule.findings == {{
		"rule": "ISS020",
		"at": ["/service/offers/0/audience"],
		"args": {"offer": "#/service/offers/0", "audiences": "#/service/offers/0/audience"},
	}} with input.service as _with(2, false)
}

test_silent_for_one_and_for_the_wildcard if {
	count(rule.findings) == 0 with input.service as _with(1, false)
	count(rule.findings) == 0 with input.service as _with(2, true)
}
