package tokenlint.lif["long-lived-modify_test"]

import data.tokenlint.lif["long-lived-modify"] as rule

_document(seconds, items) := {
	"limits": {"lifetime_maximum": 21600, "clock_skew_seconds": 60},
	"credential": {
		"captured": false,
		"items": items,
		"lifetime": {"form": "bounded", "seconds": seconds},
	},
}

_modify := {"actions": ["modify"]}

_read := {"actions": ["read"]}

test_every_deleting_scope_is_pointed_at if {
	rule.findings == {{
		"rule": "LIF010",
		"at": ["/credential/lifetime", "/credential/items/1", "/credential/items/2"],
		"args": {
			"lifetime": "#/credential/lifetime/seconds",
			"witness": "#/credential/items/1/witness",
			"maximum": "#/limits/lifetime_maximum",
		},
	}} with input as _document(345600, [_read, _modify, _modify])
}

test_six_hours_are_not_long if rule.findings == set() with input as _document(21600, [_modify])

test_reading_is_another_rule if rule.findings == set() with input as _document(345600, [_read])

test_agreed_for_its_workflow if {
	workflow := {"workflow": {"long_lifetime": {"recognised": true, "mitigated": true}}}
	rule.findings == set() with input as object.union(_document(345600, [_modify]), workflow)
}
