package tokenlint.prx["proxy-lifetime-over-maximum_test"]

import data.tokenlint.prx["proxy-lifetime-over-maximum"] as rule

_proxy(seconds) := {"form": "rfc3820", "lifetime": {"state": "valid", "seconds": seconds}}

_limits := {"proxy_longest": 86400, "backdating_seconds": 300}

test_fires_with_both_lengths if {
	rule.findings == {{
		"rule": "PRX001",
		"at": ["/proxy/lifetime"],
		"args": {"lifetime": "#/proxy/lifetime/seconds", "maximum": "#/limits/proxy_longest"},
	}} with input as {"limits": _limits, "proxy": _proxy(86701)}
}

test_silent_for_a_day_and_five_minutes if {
	count(rule.findings) == 0 with input as {"limits": _limits, "proxy": _proxy(86700)}
}

test_silent_for_other_certificates if {
	other := object.union(_proxy(999999), {"form": "end-entity"})
	count(rule.findings) == 0 with input as {"limits": _limits, "proxy": other}
}
