package tokenlint.log["log-allowed-outside-audience_test"]

import data.tokenlint.log["log-allowed-outside-audience"] as rule

_noted(cause, destructive) := {"cause": cause, "destructive": destructive, "count": 1}

test_fires if {
	rule.findings == {{
		"rule": "LOG005",
		"at": ["/audit/noted/1"],
		"args": {"operations": "#/audit/noted/1/operations", "party": "#/audit/noted/1"},
	}} with input.audit.noted as [_noted("expired", true), _noted("elsewhere", true)]
}

test_silent_for_another_reason if {
	rule.findings == set() with input.audit.noted as [_noted("expired", true)]
}

test_silent_without_an_audit if {
	rule.findings == set() with input as {}
}
