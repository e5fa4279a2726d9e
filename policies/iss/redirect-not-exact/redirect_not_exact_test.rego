package tokenlint.iss["redirect-not-exact_test"]

import data.tokenlint.iss["redirect-not-exact"] as rule

_with(form) := {"offers": [{"redirects": [{"form": form}]}]}

test_fires if {
	rule.findings == {{
		"rule": "ISS014",
		"at": ["/service/offers/0/redirects/0"],
		"args": {
			"offer": "#/service/offers/0",
			"redirect": "#/service/offers/0/redirects/0",
			"problem": "every page there will do",
		},
	}} with input.service as _with("any-path")
}

test_fires_for_http if count(rule.findings) == 1 with input.service as _with("http")

test_silent_for_all_others if {
	every form in {"any", "any-host", "https", "loopback", "app", "relative", "unknown"} {
		count(rule.findings) == 0 with input.service as _with(form)
	}
}
