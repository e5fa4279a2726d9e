package tokenlint.scp["whole-area-path_test"]

import data.tokenlint.scp["whole-area-path"] as rule

_path := {"state": "conforming", "depth": 0, "root": true, "directory": true, "defects": []}

_item := {
	"kind": "capability",
	"vocabulary": "wlcg",
	"word": "storage.read",
	"actions": ["read"],
	"path": _path,
}

_with(change) := {"credential": {"items": [object.union(_item, change)]}}

test_fires if {
	rule.findings == {{
		"rule": "SCP003",
		"at": ["/credential/items/0"],
		"args": {"item": "#/credential/items/0", "allowed": "#/credential/items/0/witness"},
	}} with input as _with({})
}

test_fires_where_the_need_is_the_whole_area if {
	some finding in rule.findings with input as _with({"needed": "yes"})
	finding.args.allowed == "#/credential/reach"
}

test_fires_for_a_scitoken_without_a_path if {
	change := {"vocabulary": "scitokens", "word": "read", "path": object.union(_path, {"state": "absent"})}
	count(rule.findings) == 1 with input as _with(change)
}

test_silent_for_poll if {
	count(rule.findings) == 0 with input as _with({"word": "storage.poll", "actions": ["poll"]})
}

test_silent_below_the_root if {
	count(rule.findings) == 0 with input as _with({"path": object.union(_path, {"root": false, "depth": 1})})
}

test_silent_where_the_path_is_missing if {
	count(rule.findings) == 0 with input as _with({"path": object.union(_path, {"state": "absent"})})
}

test_silent_where_the_path_does_not_conform if {
	count(rule.findings) == 0 with input as _with({"path": object.union(_path, {"state": "non-conforming"})})
}

test_silent_where_the_need_says_more if {
	count(rule.findings) == 0 with input as _with({"needed": "partly"})
	count(rule.findings) == 0 with input as _with({"needed": "no"})
}

test_silent_for_job_capabilities if {
	change := {"word": "compute.create", "actions": ["submit"], "path": object.union(_path, {"state": "absent"})}
	count(rule.findings) == 0 with input as _with(change)
}
