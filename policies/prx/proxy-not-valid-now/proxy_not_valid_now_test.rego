package tokenlint.prx["proxy-not-valid-now_test"]

import data.tokenlint.prx["proxy-not-valid-now"] as rule

_proxy(form, state, held) := {
	"form": form,
	"lifetime": {"state": state},
	"attributes": [{"lifetime": {"state": held}}],
}

test_fires_for_the_proxy_once if {
	every state in ["expired", "not-yet-valid", "never"] {
		rule.findings == {{
			"rule": "PRX009",
			"at": ["/proxy/lifetime"],
			"args": {"what": "#/proxy", "lifetime": "#/proxy/lifetime"},
		}} with input.proxy as _proxy("rfc3820", state, "expired")
	}
}

test_fires_for_attributes_of_a_good_proxy if {
	rule.findings == {{
		"rule": "PRX009",
		"at": ["/proxy/attributes/0/lifetime"],
		"args": {"what": "#/proxy/attributes/0", "lifetime": "#/proxy/attributes/0/lifetime"},
	}} with input.proxy as _proxy("rfc3820", "valid", "expired")
}

test_silent_where_all_is_good if count(rule.findings) == 0 with input.proxy as _proxy("legacy", "valid", "valid")

test_silent_for_what_cannot_be_read if {
	count(rule.findings) == 0 with input.proxy as _proxy("unreadable", "never", "valid")
}
