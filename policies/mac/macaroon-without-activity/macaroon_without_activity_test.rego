package tokenlint.mac["macaroon-without-activity_test"]

import data.tokenlint.mac["macaroon-without-activity"] as rule

_macaroon(every_activity) := {"readable": true, "every_activity": every_activity}

test_fires if {
	rule.findings == {{
		"rule": "MAC003",
		"at": ["/macaroon"],
		"args": {},
	}} with input.macaroon as _macaroon(true)
}

test_silent_with_activities if {
	rule.findings == set() with input.macaroon as _macaroon(false)
}

test_silent_for_what_nobody_can_read if {
	rule.findings == set() with input.macaroon as {"readable": false, "every_activity": true}
}
