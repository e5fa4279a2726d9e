package tokenlint.iss["exchange-key-published_test"]

import data.tokenlint.iss["exchange-key-published"] as rule

_setting(value) := {"name": "legacy exchange key", "value": value, "known": true}

test_fires if {
	rule.findings == {{
		"rule": "ISS057",
		"at": ["/service/settings/0"],
		"args": {},
	}} with input.service.settings as [_setting("published")]
}

test_silent if count(rule.findings) == 0 with input.service.settings as [_setting("set")]
