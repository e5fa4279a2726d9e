package tokenlint.svc["read-asks-for-no-token_test"]

import data.tokenlint.svc["read-asks-for-no-token"] as rule

_way := {"kind": "anonymous", "sure": true, "operations": ["read"], "destructive": false}

_with(change) := {"product": "alice-token", "ways": [object.union(_way, change)]}

test_fires if {
	rule.findings == {{
		"rule": "SVC057",
		"at": ["/service/ways/0"],
		"args": {"way": "#/service/ways/0"},
	}} with input.service as _with({})
}

test_silent if {
	every change in [{"operations": []}, {"sure": false}, {"destructive": true}, {"kind": "other"}] {
		count(rule.findings) == 0 with input.service as _with(change)
	}
}
