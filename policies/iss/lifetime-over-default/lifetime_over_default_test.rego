package tokenlint.iss["lifetime-over-default_test"]

import data.tokenlint.iss["lifetime-over-default"] as rule

_of(name, seconds, change) := {
	"limits": {"lifetime_maximum": 21600, "refresh_maximum": 34560000},
	"service": {"settings": [object.union(
		{
			"name": sprintf("diracx_service_auth_%s_token_expire_minutes", [name]),
			"seconds": seconds,
			"known": true,
			"written": true,
		},
		change,
	)]},
}

test_fires if {
	rule.findings == {{
		"rule": "ISS055",
		"at": ["/service/settings/0"],
		"args": {
			"setting": "#/service/settings/0",
			"length": "#/service/settings/0/seconds",
			"default": "20 minutes",
		},
	}} with input as _of("access", 7200, {})
}

test_refresh_tokens if {
	count(rule.findings) == 1 with input as _of("refresh", 21600, {})
	count(rule.findings) == 0 with input as _of("refresh", 3600, {})
}

test_silent_where_another_rule_speaks if {
	count(rule.findings) == 0 with input as _of("access", 21601, {})
}

test_silent_for_the_default if {
	count(rule.findings) == 0 with input as _of("access", 1200, {})
	count(rule.findings) == 0 with input as _of("access", 7200, {"written": false})
	count(rule.findings) == 0 with input as _of("access", 7200, {"known": false})
}
