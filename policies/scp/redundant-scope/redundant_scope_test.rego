package tokenlint.scp["redundant-scope_test"]

import data.tokenlint.scp["redundant-scope"] as rule

_wide := {"kind": "capability", "vocabulary": "wlcg", "word": "storage.modify", "actions": ["modify"]}

_narrow := {
	"kind": "capability",
	"vocabulary": "wlcg",
	"word": "storage.create",
	"actions": ["create"],
	"covered_by": 0,
}

_with(change) := {"credential": {"items": [object.union(_wide, change), _narrow]}}

test_fires_at_the_narrow_one if {
	rule.findings == {{
		"rule": "SCP006",
		"at": ["/credential/items/1", "/credential/items/0"],
		"args": {"item": "#/credential/items/1", "wider": "#/credential/items/0"},
	}} with input as _with({})
}

test_fires_where_the_wide_one_is_needed if {
	count(rule.findings) == 1 with input as _with({"needed": "yes"})
}

test_silent_where_the_wide_one_is_too_much if {
	count(rule.findings) == 0 with input as _with({"needed": "partly"})
	count(rule.findings) == 0 with input as _with({"needed": "no"})
}

test_silent_where_nothing_is_covered if {
	count(rule.findings) == 0 with input as {"credential": {"items": [_wide]}}
}
