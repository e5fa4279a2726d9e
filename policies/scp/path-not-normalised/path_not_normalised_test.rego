package tokenlint.scp["path-not-normalised_test"]

import data.tokenlint.scp["path-not-normalised"] as rule

_item(kind, state, defects) := {"credential": {"items": [{
	"kind": kind,
	"vocabulary": "wlcg",
	"word": "storage.read",
	"actions": ["read"],
	"path": {"state": state, "depth": 2, "root": false, "directory": false, "defects": defects},
}]}}

test_fires_and_names_the_defects if {
	rule.findings == {{
		"rule": "SCP005",
		"at": ["/credential/items/0"],
		"args": {"item": "#/credential/items/0", "defects": "dot-segment, empty-segment"},
	}} with input as _item("capability", "non-conforming", ["dot-segment", "empty-segment"])
}

test_silent_for_a_conforming_path if {
	count(rule.findings) == 0 with input as _item("capability", "conforming", [])
}

test_silent_without_a_path if {
	count(rule.findings) == 0 with input as _item("capability", "absent", [])
}

test_silent_for_what_is_no_capability if {
	count(rule.findings) == 0 with input as _item("unknown", "non-conforming", ["dot-segment"])
}
