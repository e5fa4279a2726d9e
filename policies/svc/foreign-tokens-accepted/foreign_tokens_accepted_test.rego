package tokenlint.svc["foreign-tokens-accepted_test"]

import data.tokenlint.svc["foreign-tokens-accepted"] as rule

_setting(name, value, written) := {"name": name, "value": value, "known": true, "written": written}

test_fires_where_it_is_switched_on if {
	rule.findings == {{
		"rule": "SVC032",
		"at": ["/service/settings/0"],
		"args": {"setting": "#/service/settings/0"},
	}} with input.service.settings as [_setting("sec_scitokens_allow_foreign_token_types", "true", true)]
}

test_fires_for_all_issuers if {
	every value in {"*", "https://issuer.example,*"} {
		foreign := _setting("sec_scitokens_foreign_token_issuers", value, true)
		count(rule.findings) == 1 with input.service.settings as [foreign]
	}
}

test_silent_for_the_default if {
	default_ := _setting("sec_scitokens_allow_foreign_token_types", "true", false)
	count(rule.findings) == 0 with input.service.settings as [default_]
}

test_silent_for_named_issuers if {
	named := _setting("sec_scitokens_foreign_token_issuers", "https://issuer.example", true)
	count(rule.findings) == 0 with input.service.settings as [named]
}
