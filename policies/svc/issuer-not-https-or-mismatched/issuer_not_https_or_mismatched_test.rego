package tokenlint.svc["issuer-not-https-or-mismatched_test"]

import data.tokenlint.svc["issuer-not-https-or-mismatched"] as rule

_with(change) := {"issuers": [object.union(
	{"known": true, "shadowed": false, "https": "yes", "near": false},
	change,
)]}

test_fires_without_https if {
	rule.findings == {{
		"rule": "SVC011",
		"at": ["/service/issuers/0"],
		"args": {
			"issuer": "#/service/issuers/0",
			"problem": "is not an https address, so its keys cannot be trusted",
			"near": "",
		},
	}} with input.service as _with({"https": "no"})
}

test_fires_for_a_slip if {
	some finding in rule.findings with input.service as _with({"near": true})
	finding.args.near == "#/service/issuers/0/near"
}

test_silent_where_all_is_well_or_unknown if {
	count(rule.findings) == 0 with input.service as _with({})
	count(rule.findings) == 0 with input.service as _with({"https": "unknown"})
	count(rule.findings) == 0 with input.service as _with({"https": "no", "known": false})
}
