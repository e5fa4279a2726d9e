package tokenlint.mac["macaroon-long-lived_test"]

import data.tokenlint.mac["macaroon-long-lived"] as rule

_document(seconds) := {
	"limits": {"lifetime_maximum": 21600, "clock_skew_seconds": 60},
	"macaroon": {"readable": true, "lifetime": {"form": "bounded", "state": "valid", "seconds": seconds}},
}

test_fires if {
	rule.findings == {{
		"rule": "MAC002",
		"at": ["/macaroon/lifetime"],
		"args": {"left": "#/macaroon/lifetime/seconds", "maximum": "#/limits/lifetime_maximum"},
	}} with input as _document(21661)
}

test_silent_up_to_the_maximum_and_a_minute if {
	rule.findings == set() with input as _document(21660)
}

test_silent_without_an_end if {
	rule.findings == set() with input as {
		"limits": {"lifetime_maximum": 21600, "clock_skew_seconds": 60},
		"macaroon": {"readable": true, "lifetime": {"form": "unbounded", "state": "undated"}},
	}
}
