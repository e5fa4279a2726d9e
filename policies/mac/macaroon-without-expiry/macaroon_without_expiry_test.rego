package tokenlint.mac["macaroon-without-expiry_test"]

import data.tokenlint.mac["macaroon-without-expiry"] as rule

_macaroon(form, readable) := {"readable": readable, "lifetime": {"form": form, "state": "undated"}}

test_fires if {
	rule.findings == {{
		"rule": "MAC001",
		"at": ["/macaroon"],
		"args": {},
	}} with input.macaroon as _macaroon("unbounded", true)
}

test_silent_with_an_end if {
	rule.findings == set() with input.macaroon as _macaroon("bounded", true)
}

test_silent_for_what_nobody_can_read if {
	rule.findings == set() with input.macaroon as _macaroon("unbounded", false)
}
