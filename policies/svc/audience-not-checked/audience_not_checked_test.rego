package tokenlint.svc["audience-not-checked_test"]

import data.tokenlint.svc["audience-not-checked"] as rule

_issuer := {"known": true, "shadowed": false}

_unchecked := {"checked": "no", "missing": "yes", "accepted": []}

_checked := {"checked": "yes", "missing": "no", "accepted": []}

test_fires_once_for_the_service if {
	rule.findings == {{
		"rule": "SVC005",
		"at": ["/service/audience"],
		"args": {"issuer": "any trusted issuer"},
	}} with input.service as {"audience": _unchecked, "issuers": [_issuer, _issuer]}
}

test_fires_for_one_issuer if {
	issuers := [_issuer, object.union(_issuer, {"audience": _unchecked})]
	rule.findings == {{
		"rule": "SVC005",
		"at": ["/service/issuers/1/audience"],
		"args": {"issuer": "#/service/issuers/1"},
	}} with input.service as {"audience": _checked, "issuers": issuers}
}

test_each_issuer_may_check_for_itself if {
	issuers := [object.union(_issuer, {"audience": _checked})]
	count(rule.findings) == 0 with input.service as {"audience": _unchecked, "issuers": issuers}
}

test_silent_where_nobody_is_trusted if {
	count(rule.findings) == 0 with input.service as {"audience": _unchecked, "issuers": []}
}

test_silent_where_it_is_not_known if {
	unknown := object.union(_unchecked, {"checked": "unknown"})
	count(rule.findings) == 0 with input.service as {"audience": unknown, "issuers": [_issuer]}
}
