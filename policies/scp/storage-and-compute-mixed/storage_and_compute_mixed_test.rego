package tokenlint.scp["storage-and-compute-mixed_test"]

import data.tokenlint.scp["storage-and-compute-mixed"] as rule

_items(actions) := {"credential": {"items": [{"vocabulary": "wlcg", "actions": [action]} | some action in actions]}}

test_fires if {
	rule.findings == {{
		"rule": "SCP010",
		"at": ["/credential/items/1", "/credential/items/0"],
		"args": {"jobs": "#/credential/items/1", "files": "#/credential/items/0"},
	}} with input as _items(["read", "submit", "cancel", "modify"])
}

test_silent_for_files_only if {
	count(rule.findings) == 0 with input as _items(["read", "modify"])
}

test_silent_for_jobs_only if {
	count(rule.findings) == 0 with input as _items(["submit", "query"])
}

test_silent_beside_what_only_looks if {
	count(rule.findings) == 0 with input as _items(["query", "read"])
	count(rule.findings) == 0 with input as _items(["submit", "poll"])
}

test_silent_for_a_transfer_service if {
	count(rule.findings) == 0 with input as {"credential": {"items": [
		{"vocabulary": "fts", "word": "fts", "actions": ["submit"]},
		{"vocabulary": "wlcg", "word": "storage.read", "actions": ["read"]},
	]}}
}

test_silent_without_items if {
	count(rule.findings) == 0 with input as _items([])
}
