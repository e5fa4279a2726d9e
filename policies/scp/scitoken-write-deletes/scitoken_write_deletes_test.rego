package tokenlint.scp["scitoken-write-deletes_test"]

import data.tokenlint.scp["scitoken-write-deletes"] as rule

_item := {"kind": "capability", "vocabulary": "scitokens", "word": "write", "actions": ["modify"]}

_with(dialect, change) := {"credential": {"dialect": dialect, "items": [object.union(_item, change)]}}

test_fires_in_a_scitoken if {
	rule.findings == {{
		"rule": "SCP009",
		"at": ["/credential/items/0"],
		"args": {"item": "#/credential/items/0", "allowed": "#/credential/items/0/witness"},
	}} with input as _with("scitokens", {})
}

test_fires_in_a_wlcg_token if {
	count(rule.findings) == 1 with input as _with("wlcg", {})
	count(rule.findings) == 1 with input as _with("wlcg", {"needed": "yes"})
}

test_fires_where_creating_would_do if {
	count(rule.findings) == 1 with input as _with("scitokens", {"needed": "partly", "needed_action": "create"})
}

test_silent_where_the_workflow_deletes if {
	count(rule.findings) == 0 with input as _with("scitokens", {"needed": "yes"})
	count(rule.findings) == 0 with input as _with("scitokens", {"needed": "partly"})
}

test_silent_where_scp002_speaks if {
	count(rule.findings) == 0 with input as _with("scitokens", {"needed": "no"})
	count(rule.findings) == 0 with input as _with("wlcg", {"needed": "no"})
}

test_silent_for_other_words if {
	count(rule.findings) == 0 with input as _with("scitokens", {"word": "read", "actions": ["read"]})
	count(rule.findings) == 0 with input as _with("wlcg", {"word": "storage.modify", "vocabulary": "wlcg"})
}
