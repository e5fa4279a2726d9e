package tokenlint.prx["proxy-lifetime-over-usual_test"]

import data.tokenlint.prx["proxy-lifetime-over-usual"] as rule

_limits := {"proxy_longest": 86400, "proxy_maximum": 43200, "backdating_seconds": 300}

_document(seconds) := {
	"limits": _limits,
	"proxy": {"form": "legacy", "lifetime": {"state": "valid", "seconds": seconds}},
}

test_fires_with_both_lengths if {
	rule.findings == {{
		"rule": "PRX002",
		"at": ["/proxy/lifetime"],
		"args": {"lifetime": "#/proxy/lifetime/seconds", "usual": "#/limits/proxy_maximum"},
	}} with input as _document(43501)
}

test_silent_at_the_usual if count(rule.findings) == 0 with input as _document(43500)

test_silent_where_the_other_rule_speaks if count(rule.findings) == 0 with input as _document(86701)
