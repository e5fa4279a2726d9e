package tokenlint.prx["proxy-policy-not-inherited_test"]

import data.tokenlint.prx["proxy-policy-not-inherited"] as rule

test_fires_for_what_inherits_nothing_known if {
	every policy in ["independent", "other"] {
		rule.findings == {{
			"rule": "PRX006",
			"at": ["/proxy/policy"],
			"args": {"policy": "#/proxy/policy"},
		}} with input.proxy.policy as policy
	}
}

test_silent_for_the_usual_ones if {
	every policy in ["inherit-all", "limited"] {
		count(rule.findings) == 0 with input.proxy.policy as policy
	}
}

test_silent_without_a_policy if count(rule.findings) == 0 with input.proxy as {"form": "end-entity"}
