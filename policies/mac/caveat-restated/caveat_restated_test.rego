package tokenlint.mac["caveat-restated_test"]

import data.tokenlint.mac["caveat-restated"] as rule

test_fires if {
	rule.findings == {{
		"rule": "MAC012",
		"at": ["/macaroon/caveats/1"],
		"args": {"caveat": "#/macaroon/caveats/1"},
	}} with input.macaroon.caveats as [
		{"state": "understood", "means": "identity"},
		{"state": "understood", "means": "identity", "restated": true},
	]
}

test_silent_otherwise if {
	rule.findings == set() with input.macaroon.caveats as [
		{"state": "understood", "means": "identity"},
		{"state": "unknown", "restated": false},
	]
}
