package tokenlint.svc["account-by-email_test"]

import data.tokenlint.svc["account-by-email"] as rule

test_all_lines_are_one_finding if {
	rule.findings == {{
		"rule": "SVC044",
		"at": ["/service/mappings/0", "/service/mappings/2"],
		"args": {"account": "#/service/mappings/0/account"},
	}} with input.service.mappings as [{"method": "email"}, {"method": "oidc"}, {"method": "email"}]
}

test_silent_for_subjects_and_groups if {
	count(rule.findings) == 0 with input.service.mappings as [{"method": "oidc"}, {"method": "oidcgrp"}]
}
