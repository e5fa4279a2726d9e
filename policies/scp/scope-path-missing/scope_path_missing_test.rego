package tokenlint.scp["scope-path-missing_test"]

import data.tokenlint.scp["scope-path-missing"] as rule

_item(word, vocabulary, state) := {"credential": {"items": [{
	"kind": "capability",
	"vocabulary": vocabulary,
	"word": word,
	"actions": ["read"],
	"path": {"state": state, "depth": 0, "root": true, "directory": false, "defects": []},
}]}}

test_fires_without_a_colon if {
	rule.findings == {{
		"rule": "SCP004",
		"at": ["/credential/items/0"],
		"args": {"item": "#/credential/items/0"},
	}} with input as _item("storage.modify", "wlcg", "absent")
}

test_fires_without_anything_behind_the_colon if {
	count(rule.findings) == 1 with input as _item("storage.poll", "wlcg", "empty")
	count(rule.findings) == 1 with input as _item("read", "scitokens", "empty")
}

test_silent_with_a_path if {
	count(rule.findings) == 0 with input as _item("storage.read", "wlcg", "conforming")
}

test_silent_for_a_scitoken_which_may_leave_it_out if {
	count(rule.findings) == 0 with input as _item("read", "scitokens", "absent")
}

test_silent_for_jobs_which_have_no_path if {
	count(rule.findings) == 0 with input as _item("compute.create", "wlcg", "absent")
}
