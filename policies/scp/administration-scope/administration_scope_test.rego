package tokenlint.scp["administration-scope_test"]

import data.tokenlint.scp["administration-scope"] as rule

_item(kind) := {"credential": {"items": [
	{"kind": "identity", "vocabulary": "oidc", "word": "openid", "actions": []},
	{"kind": kind, "vocabulary": "iam", "word": "iam:admin.write", "actions": ["administer"]},
]}}

test_fires if {
	rule.findings == {{
		"rule": "SCP013",
		"at": ["/credential/items/1"],
		"args": {"item": "#/credential/items/1", "allowed": "#/credential/items/1/witness"},
	}} with input as _item("administration")
}

test_silent_for_the_rest if {
	count(rule.findings) == 0 with input as _item("identity")
}
