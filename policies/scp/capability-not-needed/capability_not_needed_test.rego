package tokenlint.scp["capability-not-needed_test"]

import data.tokenlint.scp["capability-not-needed"] as rule

_path := {"state": "conforming", "depth": 1, "root": false, "directory": false, "defects": []}

_item := {
	"kind": "capability",
	"vocabulary": "wlcg",
	"word": "storage.read",
	"actions": ["read"],
	"path": _path,
	"needed": "no",
}

_with(change) := {"credential": {"items": [object.union(_item, change)]}}

test_fires_where_nothing_is_needed if {
	rule.findings == {{
		"rule": "SCP007",
		"at": ["/credential/items/0"],
		"args": {
			"item": "#/credential/items/0",
			"witness": "#/credential/items/0/witness",
			"ask_for": "",
			"instead": "",
		},
	}} with input as _with({})
}

test_fires_where_the_path_is_too_wide if {
	some finding in rule.findings with input as _with({"needed": "partly"})
	finding.args.instead == "#/credential/items/0/narrower"
}

test_fires_for_modify_on_too_wide_a_path if {
	count(rule.findings) == 1 with input as _with({"actions": ["modify"], "needed": "partly"})
}

test_silent_where_it_is_needed if {
	count(rule.findings) == 0 with input as _with({"needed": "yes"})
}

test_silent_without_a_need if {
	count(rule.findings) == 0 with input as {"credential": {"items": [object.remove(_item, ["needed"])]}}
}

test_silent_where_scp002_speaks if {
	count(rule.findings) == 0 with input as _with({"actions": ["modify"]})
	change := {"actions": ["modify"], "needed": "partly", "needed_action": "create"}
	count(rule.findings) == 0 with input as _with(change)
}

test_silent_for_poll_which_is_harmless if {
	count(rule.findings) == 0 with input as _with({"word": "storage.poll", "actions": ["poll"]})
}

test_silent_for_a_scitoken_that_creates if {
	change := {
		"vocabulary": "scitokens",
		"word": "write",
		"actions": ["modify"],
		"needed": "partly",
		"needed_action": "create",
	}
	count(rule.findings) == 0 with input as _with(change)
}

test_silent_where_the_path_is_missing if {
	count(rule.findings) == 0 with input as _with({"path": object.union(_path, {"state": "absent"})})
}

test_silent_for_what_is_no_capability if {
	count(rule.findings) == 0 with input as _with({"kind": "identity", "actions": []})
}
