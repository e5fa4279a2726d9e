package tokenlint.svc["scopes-passed-over_test"]

import data.tokenlint.lib.advice
import data.tokenlint.svc["scopes-passed-over"] as rule

_issuer := {"known": true, "shadowed": false, "scopes": "no"}

_case(issuer, kind) := {
	"issuers": [object.union(_issuer, issuer)],
	"ways": [{"kind": kind, "flat": true}],
	"mappings": [],
}

test_fires_where_names_decide if {
	rule.findings == {{
		"rule": "SVC041",
		"at": ["/service/issuers/0/scopes"],
		"args": {"issuer": "#/service/issuers/0", "advice": advice.of("scopes")},
	}} with input.service as _case({}, "group")
}

test_silent_where_another_rule_speaks if {
	count(rule.findings) == 0 with input.service as _case({}, "issuer")
}

test_silent_where_scopes_count if {
	count(rule.findings) == 0 with input.service as _case({"scopes": "yes"}, "group")
}
