package tokenlint.aud["service-not-in-audience_test"]

import data.tokenlint.aud["service-not-in-audience"] as rule

_document(missing) := {"comparison": {"missing": missing}, "workflow": {"unknown_services": [7]}}

_refused(index) := {"cause": "audience", "index": index}

test_one_operation if {
	rule.findings == {{
		"rule": "AUD007",
		"at": ["/credential/audience", "/workflow/operations/2"],
		"args": {
			"operation": "#/workflow/operations/2",
			"audience": "#/comparison/missing/1/fix",
			"more": "",
		},
	}} with input as _document([{"cause": "path", "index": 0}, _refused(2)])
}

test_several_operations_are_one_finding if {
	some finding in rule.findings with input as _document([_refused(2), _refused(10)])
	finding.at == ["/credential/audience", "/workflow/operations/2", "/workflow/operations/10"]
	finding.args.more == " (and 1 more)"
}

test_other_causes_are_another_matter if rule.findings == set() with input as _document([{"cause": "path", "index": 0}])

test_a_service_of_no_inventory_cannot_be_judged if rule.findings == set() with input as _document([_refused(7)])

test_nothing_missing if rule.findings == set() with input as _document([])
