package tokenlint.scp["modify-not-needed_test"]

import data.tokenlint.scp["modify-not-needed"] as rule

_path := {"state": "conforming", "depth": 1, "root": false, "directory": false, "defects": []}

_item := {
	"kind": "capability",
	"vocabulary": "wlcg",
	"word": "storage.modify",
	"actions": ["modify"],
	"path": _path,
	"needed": "no",
}

_with(change) := {"credential": {"items": [object.union(_item, change)]}}

test_fires_where_nothing_is_needed if {
	rule.findings == {{
		"rule": "SCP002",
		"at": ["/credential/items/0"],
		"args": {
			"item": "#/credential/items/0",
			"witness": "#/credential/items/0/witness",
			"ask_for": "",
			"instead": "",
		},
	}} with input as _with({})
}

test_fires_where_creating_would_do if {
	some finding in rule.findings with input as _with({"needed": "partly", "needed_action": "create"})
	finding.args.instead == "#/credential/items/0/narrower"
}

test_silent_where_only_the_path_is_too_wide if {
	count(rule.findings) == 0 with input as _with({"needed": "partly"})
}

test_silent_where_it_is_needed if {
	count(rule.findings) == 0 with input as _with({"needed": "yes"})
}

test_silent_without_a_need if {
	count(rule.findings) == 0 with input as {"credential": {"items": [object.remove(_item, ["needed"])]}}
}

test_silent_for_other_actions if {
	count(rule.findings) == 0 with input as _with({"word": "storage.read", "actions": ["read"]})
}

test_silent_for_scitokens_which_have_no_other_word if {
	change := {"vocabulary": "scitokens", "word": "write", "needed": "partly", "needed_action": "create"}
	count(rule.findings) == 0 with input as _with(change)
}

test_fires_for_scitokens_that_need_no_writing if {
	count(rule.findings) == 1 with input as _with({"vocabulary": "scitokens", "word": "write"})
}

test_silent_without_a_path if {
	change := {"path": object.union(_path, {"state": "empty", "root": true, "depth": 0})}
	count(rule.findings) == 0 with input as _with(change)
}
