package tokenlint.iss["redirect-to-anywhere_test"]

import data.tokenlint.iss["redirect-to-anywhere"] as rule

_with(form, grants) := {"offers": [{"grants": grants, "redirects": [{"form": form}]}]}

test_fires if {
	rule.findings == {{
		"rule": "ISS013",
		"at": ["/service/offers/0/redirects/0"],
		"args": {"offer": "#/service/offers/0", "redirect": "#/service/offers/0/redirects/0"},
	}} with input.service as _with("any", ["authorization-code"])
}

test_fires_for_any_host if {
	count(rule.findings) == 1 with input.service as _with("any-host", [])
}

test_silent_for_all_others if {
	every form in {"any-path", "http", "https", "loopback", "app", "relative", "unknown"} {
		count(rule.findings) == 0 with input.service as _with(form, [])
	}
}

test_silent_where_nothing_is_redirected if {
	count(rule.findings) == 0 with input.service as _with("any", ["client-credentials"])
}
