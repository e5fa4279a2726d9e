package tokenlint.iss["registration-open_test"]

import data.tokenlint.iss["registration-open"] as rule

_with(kind, holder) := {"offers": [{"kind": kind, "holder": holder}]}

test_fires if {
	rule.findings == {{
		"rule": "ISS022",
		"at": ["/service/offers/0"],
		"args": {},
	}} with input.service as _with("registration", "anyone")
}

test_silent_for_users_and_for_other_offers if {
	count(rule.findings) == 0 with input.service as _with("registration", "user")
	count(rule.findings) == 0 with input.service as _with("client", "anyone")
}
