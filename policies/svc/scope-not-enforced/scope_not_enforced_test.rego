package tokenlint.svc["scope-not-enforced_test"]

import data.tokenlint.lib.advice
import data.tokenlint.svc["scope-not-enforced"] as rule

_issuer := {"known": true, "shadowed": false, "scopes": "no"}

_case(issuer, kind, subjects) := {
	"issuers": [object.union(_issuer, issuer)],
	"ways": [{"kind": kind, "flat": true}],
	"mappings": [{"subjects": subjects}],
}

test_fires_where_every_token_has_rights if {
	rule.findings == {{
		"rule": "SVC016",
		"at": ["/service/issuers/0/scopes"],
		"args": {"issuer": "#/service/issuers/0", "advice": advice.of("scopes")},
	}} with input.service as _case({}, "issuer", "one")
}

test_fires_where_every_token_becomes_an_account if {
	count(rule.findings) == 1 with input.service as _case({}, "account", "any")
}

test_silent_where_groups_decide if {
	count(rule.findings) == 0 with input.service as _case({}, "group", "some")
}

test_silent_where_scopes_count if {
	every scopes in {"yes", "unknown"} {
		count(rule.findings) == 0 with input.service as _case({"scopes": scopes}, "issuer", "any")
	}
}
