package tokenlint.iss["claim-hardcoded_test"]

import data.tokenlint.iss["claim-hardcoded"] as rule

_claim(name, value) := {"name": sprintf("hardcoded %s", [name]), "value": value, "known": true}

test_fires_for_groups if {
	rule.findings == {{
		"rule": "ISS034",
		"at": ["/service/settings/0"],
		"args": {"setting": "#/service/settings/0", "means": "every user is in these groups"},
	}} with input.service.settings as [_claim("wlcg.groups", "/alpha")]
}

test_fires_for_another_version if {
	count(rule.findings) == 1 with input.service.settings as [_claim("wlcg.ver", "1.2")]
}

test_silent_for_the_version_of_the_profile if {
	count(rule.findings) == 0 with input.service.settings as [_claim("wlcg.ver", "1.0")]
}

test_silent_for_a_version_that_is_filled_in if {
	unknown := {"name": "hardcoded wlcg.ver", "value": "", "known": false}
	count(rule.findings) == 0 with input.service.settings as [unknown]
}

test_silent_for_what_is_one_anyway if {
	count(rule.findings) == 0 with input.service.settings as [_claim("iss", "https://issuer.example")]
}
