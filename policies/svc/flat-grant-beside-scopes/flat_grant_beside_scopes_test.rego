package tokenlint.svc["flat-grant-beside-scopes_test"]

import data.tokenlint.lib.advice
import data.tokenlint.svc["flat-grant-beside-scopes"] as rule

_way := {"kind": "issuer", "flat": true, "sure": true, "destructive": true, "operations": ["delete"]}

_issuer := {"known": true, "shadowed": false, "scopes": "yes"}

_with(change) := {"issuers": [_issuer], "ways": [object.union(_way, change)]}

test_fires_at_the_way if {
	rule.findings == {{
		"rule": "SVC007",
		"at": ["/service/ways/0"],
		"args": {"way": "#/service/ways/0", "advice": advice.of("flat")},
	}} with input.service as _with({})
}

test_fires_for_new_files_too if {
	creates := {"kind": "anonymous", "destructive": false, "operations": ["create"]}
	count(rule.findings) == 1 with input.service as _with(creates)
}

test_silent_for_reading if {
	count(rule.findings) == 0 with input.service as _with({"destructive": false, "operations": ["list", "read"]})
}

test_silent_for_members if {
	count(rule.findings) == 0 with input.service as _with({"kind": "group"})
}

test_silent_where_it_limits_by_scope if {
	count(rule.findings) == 0 with input.service as _with({"flat": false})
}

test_silent_where_more_has_a_say if {
	count(rule.findings) == 0 with input.service as _with({"sure": false})
}

test_silent_where_scopes_mean_nothing if {
	grouped := object.union(_with({}), {"issuers": [object.union(_issuer, {"scopes": "no"})]})
	count(rule.findings) == 0 with input.service as grouped
}

test_silent_where_a_deletion_shows_it if {
	count(rule.findings) == 0 with input.service as _with({"witnessed": true})
}
