package tokenlint.iss["vault-policy-reaches-all_test"]

import data.tokenlint.iss["vault-policy-reaches-all"] as rule

_reach(word) := {"name": "policy reach", "value": word, "known": true}

test_fires_for_each_reach if {
	every word in {"everything", "logins", "system", "every-secret", "every-token"} {
		count(rule.findings) == 1 with input.service.settings as [_reach(word)]
	}
}

test_says_what_it_reaches if {
	rule.findings == {{
		"rule": "ISS037",
		"at": ["/service/settings/0"],
		"args": {"what": "reads the tokens that Vault keeps for other users"},
	}} with input.service.settings as [_reach("every-token")]
}

test_silent_for_other_settings if {
	count(rule.findings) == 0 with input.service.settings as [
		_reach("nothing"),
		{"name": "max_lease_ttl", "value": "everything", "known": true},
	]
}
