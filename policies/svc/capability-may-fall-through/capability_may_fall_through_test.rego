package tokenlint.svc["capability-may-fall-through_test"]

import data.tokenlint.svc["capability-may-fall-through"] as rule

_issuer := {"known": true, "shadowed": false, "scopes": "yes", "falls_through": ["account", "group"]}

_case(change, ways) := {"issuers": [object.union(_issuer, change)], "ways": ways}

test_fires_where_no_way_writes_yet if {
	rule.findings == {{
		"rule": "SVC024",
		"at": ["/service/issuers/0/falls_through"],
		"args": {"issuer": "#/service/issuers/0", "others": "#/service/issuers/0/falls_through"},
	}} with input.service as _case({}, [])
}

test_silent_where_another_rule_speaks if {
	way := {"flat": true, "sure": true, "destructive": true, "operations": ["delete"]}
	count(rule.findings) == 0 with input.service as _case({}, [way])
}

test_silent_where_the_scope_is_final if {
	count(rule.findings) == 0 with input.service as _case({"falls_through": []}, [])
}

test_silent_where_scopes_do_not_count if {
	count(rule.findings) == 0 with input.service as _case({"scopes": "no"}, [])
}
