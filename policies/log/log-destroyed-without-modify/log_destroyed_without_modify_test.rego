package tokenlint.log["log-destroyed-without-modify_test"]

import data.tokenlint.log["log-destroyed-without-modify"] as rule

_noted(cause, destructive) := {"cause": cause, "destructive": destructive, "count": 1}

test_fires if {
	rule.findings == {{
		"rule": "LOG001",
		"at": ["/audit/noted/1"],
		"args": {
			"operations": "#/audit/noted/1/operations",
			"party": "#/audit/noted/1",
			"held": "#/audit/noted/1/held",
		},
	}} with input.audit.noted as [_noted("expired", true), _noted("not-permitted", true)]
}

test_silent_for_another_reason if {
	rule.findings == set() with input.audit.noted as [_noted("expired", true)]
}

test_silent_where_nothing_is_lost if {
	rule.findings == set() with input.audit.noted as [_noted("not-permitted", false)]
}

test_silent_without_an_audit if {
	rule.findings == set() with input as {}
}
