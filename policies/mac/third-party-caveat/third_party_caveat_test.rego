package tokenlint.mac["third-party-caveat_test"]

import data.tokenlint.mac["third-party-caveat"] as rule

test_fires if {
	rule.findings == {{
		"rule": "MAC008",
		"at": ["/macaroon/caveats/1"],
		"args": {"caveat": "#/macaroon/caveats/1"},
	}} with input.macaroon.caveats as [{"state": "understood"}, {"state": "third-party"}]
}

test_silent_without_third_parties if {
	rule.findings == set() with input.macaroon.caveats as [{"state": "understood"}, {"state": "unknown"}]
}
