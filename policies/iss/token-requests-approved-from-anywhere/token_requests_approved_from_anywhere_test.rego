package tokenlint.iss["token-requests-approved-from-anywhere_test"]

import data.tokenlint.iss["token-requests-approved-from-anywhere"] as rule

_with(value, known) := {"settings": [{
	"name": "condor_token_request_auto_approve.netblock",
	"value": value,
	"known": known,
}]}

test_fires if {
	rule.findings == {{
		"rule": "ISS042",
		"at": ["/service/settings/0"],
		"args": {"setting": "#/service/settings/0"},
	}} with input.service as _with("0.0.0.0/0", true)
}

test_fires_for_all_of_ipv6 if {
	count(rule.findings) == 1 with input.service as _with("::/0", true)
}

test_silent_for_a_block if {
	count(rule.findings) == 0 with input.service as _with("192.0.2.0/24", true)
}

test_silent_for_what_is_not_known if {
	count(rule.findings) == 0 with input.service as _with("0.0.0.0/0", false)
}
