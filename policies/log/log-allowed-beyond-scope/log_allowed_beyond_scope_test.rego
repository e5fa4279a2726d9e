package tokenlint.log["log-allowed-beyond-scope_test"]

import data.tokenlint.log["log-allowed-beyond-scope"] as rule

_noted(cause, destructive) := {"cause": cause, "destructive": destructive, "count": 1}

test_fires if {
	rule.findings == {{
		"rule": "LOG002",
		"at": ["/audit/noted/1"],
		"args": {
			"operations": "#/audit/noted/1/operations",
			"party": "#/audit/noted/1",
			"held": "#/audit/noted/1/held",
		},
	}} with input.audit.noted as [_noted("expired", false), _noted("not-permitted", false)]
}

test_silent_for_another_reason if {
	rule.findings == set() with input.audit.noted as [_noted("expired", false)]
}

test_another_rule_speaks_where_something_is_lost if {
	rule.findings == set() with input.audit.noted as [_noted("not-permitted", true)]
}

test_silent_without_an_audit if {
	rule.findings == set() with input as {}
}
