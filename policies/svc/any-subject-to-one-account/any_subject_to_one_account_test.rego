package tokenlint.svc["any-subject-to-one-account_test"]

import data.tokenlint.lib.advice
import data.tokenlint.svc["any-subject-to-one-account"] as rule

_mapping := {
	"method": "SCITOKENS",
	"subjects": "any",
	"account_known": true,
	"privileged": false,
	"chosen_by_token": false,
	"any_issuer": false,
}

_with(change) := {"mappings": [object.union(_mapping, change)]}

test_fires_at_the_line if {
	rule.findings == {{
		"rule": "SVC008",
		"at": ["/service/mappings/0"],
		"args": {"mapping": "#/service/mappings/0", "advice": advice.of("account")},
	}} with input.service as _with({})
}

test_silent_for_what_other_rules_say if {
	every change in [{"chosen_by_token": true}, {"any_issuer": true}, {"privileged": true}, {"open_pattern": true}] {
		count(rule.findings) == 0 with input.service as _with(change)
	}
}

test_silent_for_fewer_subjects if {
	every subjects in {"one", "some", "unknown"} {
		count(rule.findings) == 0 with input.service as _with({"subjects": subjects})
	}
}

test_silent_for_a_placeholder if {
	count(rule.findings) == 0 with input.service as _with({"account_known": false})
}

test_silent_after_the_scopes if {
	count(rule.findings) == 0 with input.service as _with({"method": "default_user"})
	count(rule.findings) == 0 with input.service as _with({"method": "name_mapfile"})
}

test_fires_for_a_mapfile_whose_accounts_have_rights if {
	asked := {"issuers": [{"falls_through": ["account"]}]}
	mapped := object.union(_with({"method": "name_mapfile"}), asked)
	count(rule.findings) == 1 with input.service as mapped
}
