package tokenlint.iss["proxy-certificates-too-long_test"]

import data.tokenlint.iss["proxy-certificates-too-long"] as rule

_lifetime(seconds) := {"name": "proxycert.max-lifetime-seconds", "value": "x", "known": true, "seconds": seconds}

_enabled(value) := {"name": "proxycert.enabled", "value": value, "known": true}

_with(settings) := {"limits": {"proxy_maximum": 43200}, "service": {"settings": settings}}

test_fires_with_the_length if {
	rule.findings == {{
		"rule": "ISS033",
		"at": ["/service/settings/1"],
		"args": {"setting": "#/service/settings/1", "length": "#/service/settings/1/seconds"},
	}} with input as _with([_enabled("true"), _lifetime(43201)])
}

test_silent_up_to_the_default if {
	count(rule.findings) == 0 with input as _with([_lifetime(43200)])
}

test_silent_where_there_are_none if {
	count(rule.findings) == 0 with input as _with([_enabled("false"), _lifetime(86400)])
}
