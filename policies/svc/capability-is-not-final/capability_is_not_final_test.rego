package tokenlint.svc["capability-is-not-final_test"]

import data.tokenlint.lib.advice
import data.tokenlint.svc["capability-is-not-final"] as rule

_issuer := {"known": true, "shadowed": false, "scopes": "yes", "falls_through": ["account", "group"]}

_way := {"kind": "group", "flat": true, "sure": true, "destructive": true, "operations": ["delete"]}

_case(issuer, way) := {
	"issuers": [object.union(_issuer, issuer)],
	"ways": [object.union(_way, way)],
}

test_fires_for_a_group if {
	rule.findings == {{
		"rule": "SVC015",
		"at": ["/service/ways/0", "/service/issuers/0/falls_through"],
		"args": {"issuer": "#/service/issuers/0", "way": "#/service/ways/0", "advice": advice.of("final")},
	}} with input.service as _case({}, {})
}

test_fires_for_an_account if {
	count(rule.findings) == 1 with input.service as _case({}, {"kind": "account"})
}

test_silent_where_the_scope_is_final if {
	count(rule.findings) == 0 with input.service as _case({"falls_through": []}, {})
}

test_silent_for_ways_that_are_not_asked if {
	count(rule.findings) == 0 with input.service as _case({"falls_through": ["account"]}, {})
}

test_silent_for_rights_of_everyone if {
	everyone := {"falls_through": ["any-token"]}
	count(rule.findings) == 0 with input.service as _case(everyone, {"kind": "any-token"})
}

test_silent_for_reading if {
	count(rule.findings) == 0 with input.service as _case({}, {"destructive": false, "operations": ["read"]})
}

test_silent_where_more_has_a_say if {
	count(rule.findings) == 0 with input.service as _case({}, {"sure": false})
	count(rule.findings) == 0 with input.service as _case({"scopes": "no"}, {})
	count(rule.findings) == 0 with input.service as _case({"shadowed": true}, {})
}
