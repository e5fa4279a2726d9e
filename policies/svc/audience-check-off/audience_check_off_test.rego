package tokenlint.svc["audience-check-off_test"]

import data.tokenlint.svc["audience-check-off"] as rule

_setting(name, value) := {"name": name, "value": value, "known": true, "written": true}

_case(issuers, settings) := {"issuers": issuers, "settings": settings}

test_fires_for_the_switch if {
	some finding in rule.findings with input.service as _case([{}], [_setting("verifyaudience", "false")])
	finding.at == ["/service/settings/0"]
	contains(finding.args.means, "any other service")
	contains(finding.args.advice, "AuthorizedAudiences")
}

test_fires_for_an_empty_expectation if {
	empty := _setting("oidc.expected_audience", "")
	some finding in rule.findings with input.service as _case([], [empty])
	contains(finding.args.means, "every token")
	count(rule.findings) == 0 with input.service as _case([{}], [empty])
}

test_silent_where_it_is_checked if {
	good := [_setting("verifyaudience", "true"), _setting("oidc.expected_audience", "rucio")]
	count(rule.findings) == 0 with input.service as _case([], good)
}

test_silent_for_a_placeholder if {
	unknown := object.union(_setting("oidc.expected_audience", ""), {"known": false})
	count(rule.findings) == 0 with input.service as _case([], [unknown])
}
