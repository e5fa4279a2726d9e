package tokenlint.iss["issuer-not-in-repository_test"]

import data.tokenlint.iss["issuer-not-in-repository"] as rule

test_fires_with_both_places if {
	rule.findings == {{
		"rule": "ISS061",
		"at": ["/service/issuers/0", "/service/issuers/0/issued"],
		"args": {"issuer": "#/service/issuers/0", "other": "#/service/issuers/0/issued"},
	}} with input.service as {"issuers": [{"issued": "no"}]}
}

test_silent_for_all_others if {
	every state in {"yes", "near", "unknown"} {
		count(rule.findings) == 0 with input.service as {"issuers": [{"issued": state}]}
	}
}
