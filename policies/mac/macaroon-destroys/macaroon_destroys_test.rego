package tokenlint.mac["macaroon-destroys_test"]

import data.tokenlint.mac["macaroon-destroys"] as rule

_macaroon(destroying, unbounded) := {"readable": true, "every_activity": unbounded, "destroying": destroying}

test_fires if {
	rule.findings == {{
		"rule": "MAC005",
		"at": ["/macaroon"],
		"args": {"destroying": "#/macaroon/destroying"},
	}} with input.macaroon as _macaroon(["delete"], false)
}

test_silent_where_nothing_is_lost if {
	rule.findings == set() with input.macaroon as _macaroon([], false)
}

test_without_activities_another_rule_speaks if {
	rule.findings == set() with input.macaroon as _macaroon(["delete"], true)
}
