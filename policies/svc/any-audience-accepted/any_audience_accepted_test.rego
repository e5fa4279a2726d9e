package tokenlint.svc["any-audience-accepted_test"]

import data.tokenlint.svc["any-audience-accepted"] as rule

_any := {"any": true, "known": true}

_named := {"any": false, "known": true}

_service(name, accepted) := {"product": name, "issuers": [], "audience": {"checked": "yes", "accepted": accepted}}

test_fires_at_the_wildcard if {
	rule.findings == {{
		"rule": "SVC004",
		"at": ["/service/audience/accepted/1"],
		"args": {
			"audience": "#/service/audience/accepted/1",
			"effect": "a token made for any other service works here too",
		},
	}} with input.service as _service("dcache", [_named, _any])
}

test_says_what_the_library_does if {
	some finding in rule.findings with input.service as _service("xrootd", [_any])
	contains(finding.args.effect, "library")
}

test_fires_for_the_audience_of_an_issuer if {
	issuer := {"known": true, "shadowed": false, "audience": {"checked": "unknown", "accepted": [_any]}}
	some finding in rule.findings with input.service as {"product": "storm-webdav", "issuers": [issuer]}
	finding.at == ["/service/issuers/0/audience/accepted/0"]
}

test_silent_for_named_ones if {
	count(rule.findings) == 0 with input.service as _service("dcache", [_named])
}

test_silent_for_a_placeholder if {
	count(rule.findings) == 0 with input.service as _service("dcache", [{"any": true, "known": false}])
}

test_silent_where_no_audience_is_checked_at_all if {
	unchecked := object.union(_service("arc-ce", [_any]), {"audience": {"checked": "no"}})
	count(rule.findings) == 0 with input.service as unchecked
}

test_silent_without_a_list if {
	count(rule.findings) == 0 with input.service as {"product": "dcache", "issuers": []}
}
