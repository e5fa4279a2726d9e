package tokenlint.iss["scope-path-left-open_test"]

import data.tokenlint.iss["scope-path-left-open"] as rule

_with(kind, state) := {"offers": [{"kind": kind, "scopes": [{"path": {"state": state}}]}]}

test_fires if {
	rule.findings == {{
		"rule": "ISS024",
		"at": ["/service/offers/0/scopes/0"],
		"args": {"offer": "#/service/offers/0", "scope": "#/service/offers/0/scopes/0"},
	}} with input.service as _with("role", "empty")
}

test_silent_with_a_path_and_for_others if {
	count(rule.findings) == 0 with input.service as _with("role", "conforming")
	count(rule.findings) == 0 with input.service as _with("client", "empty")
}
