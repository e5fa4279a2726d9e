package tokenlint.iss["identity-claim-not-unique_test"]

import data.tokenlint.iss["identity-claim-not-unique"] as rule

_setting(name, value) := {"name": name, "value": value, "known": true}

test_fires_for_each_name if {
	every name in {"credclaim", "user_claim"} {
		every claim in {"email", "/email", "preferred_username"} {
			count(rule.findings) == 1 with input.service.settings as [_setting(name, claim)]
		}
	}
}

test_says_why if {
	some finding in rule.findings with input.service.settings as [_setting("credclaim", "name")]
	finding.args.problem == "users choose it themselves, and two of them may choose the same"
}

test_silent_for_a_name_of_ones_own if {
	count(rule.findings) == 0 with input.service.settings as [
		_setting("credclaim", "sub"),
		_setting("credclaim", "wlcg.credkey"),
		_setting("user_claim", "eduperson_unique_id"),
		_setting("claim", "email"),
		object.union(_setting("credclaim", "email"), {"known": false}),
	]
}
