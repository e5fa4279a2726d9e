package tokenlint.svc["key-not-known_test"]

import data.tokenlint.svc["key-not-known"] as rule

test_fires_for_a_key_unlike_all_others if {
	rule.findings == {{
		"rule": "SVC021",
		"at": ["/service/unknown_keys/0"],
		"args": {"key": "#/service/unknown_keys/0"},
	}} with input.service.unknown_keys as [{"suggested": false, "default": false}]
}

test_silent_for_a_slip if {
	count(rule.findings) == 0 with input.service.unknown_keys as [{"suggested": true, "default": true}]
}
