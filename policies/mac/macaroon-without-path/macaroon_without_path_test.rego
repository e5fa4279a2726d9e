package tokenlint.mac["macaroon-without-path_test"]

import data.tokenlint.mac["macaroon-without-path"] as rule

_macaroon(whole) := {"readable": true, "whole_area": whole}

test_fires if {
	rule.findings == {{
		"rule": "MAC004",
		"at": ["/macaroon"],
		"args": {},
	}} with input.macaroon as _macaroon(true)
}

test_silent_with_a_path if {
	rule.findings == set() with input.macaroon as _macaroon(false)
}

test_silent_for_what_nobody_can_read if {
	rule.findings == set() with input.macaroon as {"readable": false, "whole_area": true}
}
