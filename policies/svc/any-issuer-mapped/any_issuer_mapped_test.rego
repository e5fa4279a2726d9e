package tokenlint.svc["any-issuer-mapped_test"]

import data.tokenlint.lib.advice
import data.tokenlint.svc["any-issuer-mapped"] as rule

_mapping := {"any_issuer": true, "account_known": true}

test_fires_at_the_line if {
	rule.findings == {{
		"rule": "SVC027",
		"at": ["/service/mappings/0"],
		"args": {"mapping": "#/service/mappings/0", "advice": advice.of("issuers")},
	}} with input.service.mappings as [_mapping]
}

test_silent_for_one_issuer if {
	count(rule.findings) == 0 with input.service.mappings as [object.union(_mapping, {"any_issuer": false})]
}

test_silent_for_a_placeholder if {
	count(rule.findings) == 0 with input.service.mappings as [object.union(_mapping, {"account_known": false})]
}
