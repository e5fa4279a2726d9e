package tokenlint.iss["password-or-implicit-grant_test"]

import data.tokenlint.iss["password-or-implicit-grant"] as rule

test_fires if {
	rule.findings == {{
		"rule": "ISS012",
		"at": ["/service/offers/0/grants/1", "/service/offers/0"],
		"args": {"offer": "#/service/offers/0", "grant": "password"},
	}} with input.service as {"offers": [{"grants": ["authorization-code", "password"]}]}
}

test_fires_for_each if {
	count(rule.findings) == 2 with input.service as {"offers": [{"grants": ["implicit", "password"]}]}
}

test_silent_for_all_others if {
	others := ["authorization-code", "client-credentials", "device-code", "other", "refresh-token", "token-exchange"]
	count(rule.findings) == 0 with input.service as {"offers": [{"grants": others}]}
}
