package tokenlint.prx["proxy-chain-broken_test"]

import data.tokenlint.prx["proxy-chain-broken"] as rule

test_fires_for_each_defect if {
	defects := [{"kind": "signature", "certificate": 0}, {"kind": "holder", "certificate": 0}]
	rule.findings == {
		{
			"rule": "PRX008",
			"at": ["/proxy/defects/0"],
			"args": {"defect": "#/proxy/defects/0"},
		},
		{
			"rule": "PRX008",
			"at": ["/proxy/defects/1"],
			"args": {"defect": "#/proxy/defects/1"},
		},
	} with input.proxy.defects as defects
}

test_silent_without_a_defect if count(rule.findings) == 0 with input.proxy.defects as []
