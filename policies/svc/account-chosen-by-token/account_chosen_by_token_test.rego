package tokenlint.svc["account-chosen-by-token_test"]

import data.tokenlint.lib.advice
import data.tokenlint.svc["account-chosen-by-token"] as rule

_mapping := {"chosen_by_token": true, "any_issuer": false, "issuer_known": true}

test_fires_at_the_line if {
	rule.findings == {{
		"rule": "SVC026",
		"at": ["/service/mappings/0"],
		"args": {"mapping": "#/service/mappings/0", "advice": advice.of("name")},
	}} with input.service.mappings as [_mapping]
}

test_silent_for_a_fixed_account if {
	count(rule.findings) == 0 with input.service.mappings as [object.union(_mapping, {"chosen_by_token": false})]
}

test_any_issuer_is_another_rules_subject if {
	count(rule.findings) == 0 with input.service.mappings as [object.union(_mapping, {"any_issuer": true})]
}

test_silent_for_a_template_of_issuers if {
	count(rule.findings) == 0 with input.service.mappings as [object.union(_mapping, {"issuer_known": false})]
}
