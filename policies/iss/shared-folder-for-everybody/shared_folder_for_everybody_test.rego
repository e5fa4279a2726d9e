package tokenlint.iss["shared-folder-for-everybody_test"]

import data.tokenlint.iss["shared-folder-for-everybody"] as rule

_with(holder, action, root) := {
	"testing": false,
	"offers": [{
		"kind": "template",
		"holder": holder,
		"scopes": [{"actions": [action], "path": {"root": root}}],
	}],
}

test_fires if {
	rule.findings == {{
		"rule": "ISS052",
		"at": ["/service/offers/0/scopes/0"],
		"args": {"holder": "#/service/offers/0/holder", "scope": "#/service/offers/0/scopes/0"},
	}} with input.service as _with("user", "modify", false)
}

test_silent_for_a_group if {
	count(rule.findings) == 0 with input.service as _with("group", "modify", false)
}

test_silent_for_new_files if {
	count(rule.findings) == 0 with input.service as _with("user", "create", false)
}

test_silent_for_the_root if {
	count(rule.findings) == 0 with input.service as _with("user", "modify", true)
}
