package tokenlint.mac["caveat-not-understood_test"]

import data.tokenlint.mac["caveat-not-understood"] as rule

_macaroon(state) := {"readable": true, "caveats": [{"state": "understood"}, {"state": state}]}

_finding(reason) := {
	"rule": "MAC006",
	"at": ["/macaroon/caveats/1"],
	"args": {"caveat": "#/macaroon/caveats/1", "reason": reason},
}

test_an_unknown_key if {
	found := rule.findings with input.macaroon as _macaroon("unknown")
	found == {_finding("no product has such a key")}
}

test_a_value_that_nobody_reads if {
	found := rule.findings with input.macaroon as _macaroon("unreadable")
	found == {_finding("no product can read its value")}
}

test_silent_otherwise if {
	every state in ["understood", "third-party"] {
		rule.findings == set() with input.macaroon as _macaroon(state)
	}
}
