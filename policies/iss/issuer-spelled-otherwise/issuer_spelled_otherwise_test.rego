package tokenlint.iss["issuer-spelled-otherwise_test"]

import data.tokenlint.iss["issuer-spelled-otherwise"] as rule

test_fires_with_both_places if {
	rule.findings == {{
		"rule": "ISS060",
		"at": ["/service/issuers/0", "/service/issuers/0/issued"],
		"args": {"issuer": "#/service/issuers/0", "other": "#/service/issuers/0/issued"},
	}} with input.service as {"issuers": [{"issued": "near"}]}
}

test_silent_for_all_others if {
	every state in {"yes", "no", "unknown"} {
		count(rule.findings) == 0 with input.service as {"issuers": [{"issued": state}]}
	}
}

test_fires_for_whoever_asks if {
	rule.findings == {{
		"rule": "ISS060",
		"at": ["/workflow/issuer", "/workflow/issuer/issued"],
		"args": {"issuer": "#/workflow/issuer", "other": "#/workflow/issuer/issued"},
	}} with input.workflow as {"issuer": {"form": "https", "issued": "near"}}
}

test_silent_where_the_addresses_are_the_same if {
	count(rule.findings) == 0 with input.workflow as {"issuer": {"form": "https"}}
}
