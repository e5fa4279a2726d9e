package tokenlint.svc["keys-kept-too-long_test"]

import data.tokenlint.svc["keys-kept-too-long"] as rule

_on := {"name": "oauth2", "value": "true", "known": true}

_kept(seconds) := {"name": "jwkcacheseconds", "known": true, "seconds": seconds}

_with(settings) := {"limits": {"keys_refresh_maximum": 21600}, "service": {"settings": settings}}

test_fires_with_the_length if {
	rule.findings == {{
		"rule": "SVC053",
		"at": ["/service/settings/1"],
		"args": {"setting": "#/service/settings/1", "length": "#/service/settings/1/seconds"},
	}} with input as _with([_on, _kept(21601)])
}

test_silent_up_to_the_maximum if {
	count(rule.findings) == 0 with input as _with([_on, _kept(21600)])
}

test_silent_where_no_tokens_are_taken if {
	count(rule.findings) == 0 with input as _with([object.union(_on, {"value": "false"}), _kept(86400)])
}
