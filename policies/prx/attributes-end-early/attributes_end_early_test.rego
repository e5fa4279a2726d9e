package tokenlint.prx["attributes-end-early_test"]

import data.tokenlint.prx["attributes-end-early"] as rule

_with(short, state) := {"attributes": [
	{"short_seconds": 0, "lifetime": {"state": "valid"}},
	{"short_seconds": short, "lifetime": {"state": state}},
]}

test_fires_at_the_attributes_that_end_early if {
	rule.findings == {{
		"rule": "PRX003",
		"at": ["/proxy/attributes/1/lifetime"],
		"args": {"attributes": "#/proxy/attributes/1", "missing": "#/proxy/attributes/1/short_seconds"},
	}} with input.proxy as _with(3600, "valid")
}

test_fires_for_those_that_ended if {
	count(rule.findings) == 1 with input.proxy as _with(3600, "expired")
}

test_silent_where_they_last if count(rule.findings) == 0 with input.proxy as _with(0, "valid")

test_silent_for_attributes_of_no_time if count(rule.findings) == 0 with input.proxy as _with(3600, "never")
