package tokenlint.prx["proxy-form-outdated_test"]

import data.tokenlint.prx["proxy-form-outdated"] as rule

test_fires_for_both_old_forms if {
	every form in ["draft", "legacy"] {
		rule.findings == {{
			"rule": "PRX005",
			"at": ["/proxy/form"],
			"args": {"form": "#/proxy/form"},
		}} with input.proxy.form as form
	}
}

test_silent_for_the_others if {
	every form in ["rfc3820", "end-entity", "authority", "unreadable"] {
		count(rule.findings) == 0 with input.proxy.form as form
	}
}
