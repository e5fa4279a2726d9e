package tokenlint.log["token-at-many-services_test"]

import data.tokenlint.log["token-at-many-services"] as rule

_noted(cause, destructive) := {"cause": cause, "destructive": destructive, "count": 1}

test_fires if {
	rule.findings == {{
		"rule": "LOG007",
		"at": ["/audit/noted/1"],
		"args": {"services": "#/audit/noted/1/services", "party": "#/audit/noted/1"},
	}} with input.audit.noted as [_noted("expired", true), _noted("many-services", true)]
}

test_silent_for_another_reason if {
	rule.findings == set() with input.audit.noted as [_noted("expired", true)]
}

test_silent_without_an_audit if {
	rule.findings == set() with input as {}
}
