package tokenlint.scp["unknown-scope_test"]

import data.tokenlint.scp["unknown-scope"] as rule

_item(kind, dialect) := {"credential": {
	"dialect": dialect,
	"items": [{"kind": kind, "vocabulary": "unknown", "word": "unknown", "actions": []}],
}}

test_fires if {
	rule.findings == {{
		"rule": "SCP015",
		"at": ["/credential/items/0"],
		"args": {
			"item": "#/credential/items/0",
			"problem": "is no scope of the WLCG profile, of SciTokens or of HTCondor",
			"suggestion": "#/credential/items/0/suggestion",
		},
	}} with input as _item("unknown", "wlcg")
}

test_fires_for_a_malformed_one_everywhere if {
	some finding in rule.findings with input as _item("malformed", "other")
	finding.args.problem == "holds characters that a scope cannot hold"
}

test_silent_outside_the_grid if {
	count(rule.findings) == 0 with input as _item("unknown", "other")
	count(rule.findings) == 0 with input as _item("unknown", "entitlement")
}

test_silent_for_a_known_one if {
	count(rule.findings) == 0 with input as _item("capability", "wlcg")
}
