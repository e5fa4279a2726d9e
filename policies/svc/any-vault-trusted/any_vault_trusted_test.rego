package tokenlint.svc["any-vault-trusted_test"]

import data.tokenlint.svc["any-vault-trusted"] as rule

_setting(value, known) := {"name": "trusted_vault_hosts", "value": value, "known": known}

test_fires_where_none_is_named if {
	rule.findings == {{
		"rule": "SVC034",
		"at": ["/service/settings/1"],
		"args": {"setting": "#/service/settings/1"},
	}} with input.service.settings as [{"name": "uid_domain", "value": "", "known": true}, _setting("", true)]
}

test_silent_where_one_is_named if {
	count(rule.findings) == 0 with input.service.settings as [_setting("vault.example", true)]
}

test_silent_where_it_is_not_known if {
	count(rule.findings) == 0 with input.service.settings as [_setting("", false)]
}
