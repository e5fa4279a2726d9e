package tokenlint.prx["attributes-missing_test"]

import data.tokenlint.prx["attributes-missing"] as rule

test_fires if {
	rule.findings == {{"rule": "PRX004", "at": ["/proxy/form"], "args": {}}} with input.proxy as {
		"form": "draft",
		"attributes": [],
	}
}

test_silent_with_attributes if {
	count(rule.findings) == 0 with input.proxy as {"form": "rfc3820", "attributes": [{"names": 1}]}
}

test_silent_for_other_certificates if {
	count(rule.findings) == 0 with input.proxy as {"form": "end-entity", "attributes": []}
}
