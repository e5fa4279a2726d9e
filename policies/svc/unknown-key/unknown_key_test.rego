package tokenlint.svc["unknown-key_test"]

import data.tokenlint.svc["unknown-key"] as rule

test_fires_with_the_default if {
	rule.findings == {{
		"rule": "SVC009",
		"at": ["/service/unknown_keys/1"],
		"args": {
			"key": "#/service/unknown_keys/1",
			"suggestion": "#/service/unknown_keys/1/suggestion",
			"otherwise": "; what holds there is its default, ",
			"default": "#/service/unknown_keys/1/default",
		},
	}} with input.service.unknown_keys as [
		{"suggested": false, "default": false},
		{"suggested": true, "default": true},
	]
}

test_fires_without_a_default if {
	some finding in rule.findings with input.service.unknown_keys as [{"suggested": true, "default": false}]
	finding.args.otherwise == ""
	finding.args.default == ""
}

test_silent_for_keys_unlike_all_others if {
	count(rule.findings) == 0 with input.service.unknown_keys as [{"suggested": false, "default": false}]
}
