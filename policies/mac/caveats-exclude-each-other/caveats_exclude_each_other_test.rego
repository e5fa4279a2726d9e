package tokenlint.mac["caveats-exclude-each-other_test"]

import data.tokenlint.mac["caveats-exclude-each-other"] as rule

_macaroon(nothing, products) := {"readable": true, "nothing_left": nothing, "products": products}

_finding(reason) := {"rule": "MAC011", "at": ["/macaroon"], "args": {"reason": reason}}

test_nothing_is_left if {
	found := rule.findings with input.macaroon as _macaroon(true, ["xrootd"])
	found == {_finding("its caveats exclude each other")}
}

test_keys_of_two_products if {
	found := rule.findings with input.macaroon as _macaroon(false, [])
	found == {_finding("each product refuses one of its caveats")}
}

test_both_are_told_once if {
	found := rule.findings with input.macaroon as _macaroon(true, [])
	count(found) == 1
}

test_silent_otherwise if {
	rule.findings == set() with input.macaroon as _macaroon(false, ["dcache"])
}
