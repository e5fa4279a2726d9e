package tokenlint.clm["issuer-not-https_test"]

import data.tokenlint.clm["issuer-not-https"] as rule

_findings(token) := found if {
	found := rule.findings with input as {"credential": {"captured": true, "token": token}}
}

test_http_is_found if {
	count(_findings({"claims": {"issuer": {"form": "http"}}})) == 1
}

test_https_is_fine if {
	count(_findings({"claims": {"issuer": {"form": "https"}}})) == 0
}

test_pool_is_fine if {
	count(_findings({"claims": {"issuer": {"form": "trust-domain"}}})) == 0
}

_asked(derived) := {
	"credential": {"captured": false},
	"workflow": {"derived": derived, "issuer": {"form": "http"}},
}

test_a_declared_request if count(rule.findings) == 1 with input as _asked(false)

test_a_configuration_has_a_rule_of_its_own if count(rule.findings) == 0 with input as _asked(true)
