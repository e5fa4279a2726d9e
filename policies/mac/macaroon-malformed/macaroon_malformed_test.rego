package tokenlint.mac["macaroon-malformed_test"]

import data.tokenlint.mac["macaroon-malformed"] as rule

test_fires if {
	rule.findings == {{
		"rule": "MAC007",
		"at": ["/macaroon"],
		"args": {"defects": "#/macaroon/defects"},
	}} with input.macaroon as {"readable": false, "defects": ["truncated"]}
}

test_silent_without_defects if {
	rule.findings == set() with input.macaroon as {"readable": true, "defects": []}
}
