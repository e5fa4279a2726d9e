package tokenlint.svc["audience-not-checked_test"]

import data.tokenlint.lib.advice
import data.tokenlint.svc["audience-not-checked"] as rule

_issuer := {"known": true, "shadowed": false}

_unchecked := {"checked": "no", "missing": "yes", "accepted": []}

_checked := {"checked": "yes", "missing": "no", "accepted": []}

_service(audience, issuers) := {"product": "storm-webdav", "audience": audience, "issuers": issuers}

test_fires_once_for_the_service if {
	rule.findings == {{
		"rule": "SVC005",
		"at": ["/service/audience"],
		"args": {"issuer": "any trusted issuer", "advice": advice.of("audience")},
	}} with input.service as _service(_unchecked, [_issuer, _issuer])
}

test_fires_for_one_issuer if {
	issuers := [_issuer, object.union(_issuer, {"audience": _unchecked})]
	rule.findings == {{
		"rule": "SVC005",
		"at": ["/service/issuers/1/audience"],
		"args": {"issuer": "#/service/issuers/1", "advice": advice.of("audience")},
	}} with input.service as _service(_checked, issuers)
}

test_each_issuer_may_check_for_itself if {
	issuers := [object.union(_issuer, {"audience": _checked})]
	count(rule.findings) == 0 with input.service as _service(_unchecked, issuers)
}

test_silent_where_nobody_is_trusted if {
	count(rule.findings) == 0 with input.service as _service(_unchecked, [])
}

test_what_stands_behind_teapot_may_check if {
	teapot := object.union(_service(_unchecked, [_issuer]), {"product": "teapot"})
	count(rule.findings) == 0 with input.service as teapot
}

test_silent_where_it_is_not_known if {
	unknown := object.union(_unchecked, {"checked": "unknown"})
	count(rule.findings) == 0 with input.service as _service(unknown, [_issuer])
}
