package tokenlint.iss["any-audience-by-default_test"]

import data.tokenlint.iss["any-audience-by-default"] as rule

test_fires if {
	rule.findings == {{
		"rule": "ISS019",
		"at": ["/service/offers/0/audience"],
		"args": {"offer": "#/service/offers/0"},
	}} with input.service as {"offers": [{"audience": {"default_any": true}}]}
}

test_silent_for_named_ones if {
	count(rule.findings) == 0 with input.service as {"offers": [{"audience": {"default_any": false}}]}
}
