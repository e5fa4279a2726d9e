package tokenlint.log["log-token-not-known_test"]

import data.tokenlint.log["log-token-not-known"] as rule

_noted(cause, destructive) := {"cause": cause, "destructive": destructive, "count": 1}

test_fires if {
	rule.findings == {{
		"rule": "LOG010",
		"at": ["/audit/noted/1"],
		"args": {
			"operations": "#/audit/noted/1/operations",
			"tokens": "#/audit/noted/1/tokens",
			"party": "#/audit/noted/1",
		},
	}} with input.audit.noted as [_noted("expired", true), _noted("unknown-token", true)]
}

test_silent_for_another_reason if {
	rule.findings == set() with input.audit.noted as [_noted("expired", true)]
}

test_silent_without_an_audit if {
	rule.findings == set() with input as {}
}
