package tokenlint.mac["macaroon-expired_test"]

import data.tokenlint.mac["macaroon-expired"] as rule

_macaroon(state) := {"readable": true, "lifetime": {"form": "bounded", "state": state}}

test_fires if {
	rule.findings == {{
		"rule": "MAC010",
		"at": ["/macaroon/lifetime"],
		"args": {"lifetime": "#/macaroon/lifetime"},
	}} with input.macaroon as _macaroon("expired")
}

test_silent_otherwise if {
	every state in ["valid", "undated"] {
		rule.findings == set() with input.macaroon as _macaroon(state)
	}
}
