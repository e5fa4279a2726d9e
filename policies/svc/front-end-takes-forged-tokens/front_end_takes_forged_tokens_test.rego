package tokenlint.svc["front-end-takes-forged-tokens_test"]

import data.tokenlint.svc["front-end-takes-forged-tokens"] as rule

_setting(value, known) := {"name": "frontend/verifytoken", "value": value, "known": known}

test_fires if {
	rule.findings == {{
		"rule": "SVC062",
		"at": ["/service/settings/0"],
		"args": {},
	}} with input.service.settings as [_setting("false", true)]
}

test_silent if {
	count(rule.findings) == 0 with input.service.settings as [_setting("true", true)]
	count(rule.findings) == 0 with input.service.settings as [_setting("false", false)]
}
