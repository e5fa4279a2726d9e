package tokenlint.aud["audience-many_test"]

import data.tokenlint.aud["audience-many"] as rule

_document(entries, endpoints) := {
	"limits": {"audience_many": 3},
	"workflow": {"unknown_services": []},
	"credential": {
		"actions": ["read"],
		"group_based": false,
		"items": [{"kind": "capability"}],
		"audience": {"form": "list", "endpoints": endpoints, "entries": entries},
	},
}

_used := {"spelling": "uri", "needed": true}

_unused := {"spelling": "uri", "needed": false}

_plain := {"spelling": "uri"}

test_endpoints_without_operation_are_named if {
	rule.findings == {{
		"rule": "AUD003",
		"at": ["/credential/audience/entries/0", "/credential/audience/entries/2"],
		"args": {
			"extent": "2 of 3 endpoints in the audience serve no declared operation",
			"witness": "#/credential/audience/entries/0/witness",
		},
	}} with input as _document([_unused, _used, _unused], 3)
}

test_another_spelling_is_not_counted_twice if {
	spelled := object.union(_unused, {"same_as": 0})
	some finding in rule.findings with input as _document([_unused, spelled, _used], 2)
	finding.at == ["/credential/audience/entries/0"]
}

test_ten_entries_keep_their_order if {
	entries := array.concat([_used], [_unused | some _ in numbers.range(1, 10)])
	some finding in rule.findings with input as _document(entries, 11)
	finding.at[1] == "/credential/audience/entries/2"
	finding.at[9] == "/credential/audience/entries/10"
}

test_all_needed_is_fine if rule.findings == set() with input as _document([_used, _used, _used, _used], 4)

test_an_unknown_service_could_be_any_of_them if {
	document := object.union(_document([_used, _unused], 2), {"workflow": {"unknown_services": [0]}})
	rule.findings == set() with input as document
}

test_no_endpoint_needed_is_another_matter if rule.findings == set() with input as _document([_unused, _unused], 2)

test_many_without_a_need_are_counted if {
	some finding in rule.findings with input as _document([_plain, _plain, _plain, _plain], 4)
	finding.at == ["/credential/audience"]
	finding.args.extent == "the audience names 4 endpoints (more than 3 are many)"
}

test_three_are_not_many if rule.findings == set() with input as _document([_plain, _plain, _plain], 3)

test_a_wildcard_is_another_matter if {
	document := object.union(_document([_plain], 4), {"credential": {"audience": {"form": "any"}}})
	rule.findings == set() with input as document
}

test_polling_at_many_is_harmless if {
	document := object.union(_document([_used, _unused], 4), {"credential": {"actions": ["poll"]}})
	rule.findings == set() with input as document
	plain := object.union(_document([_plain], 4), {"credential": {"actions": ["poll"]}})
	rule.findings == set() with input as plain
}

test_a_wildcard_with_a_need_is_another_matter if {
	document := object.union(_document([_used, _unused], 2), {"credential": {"audience": {"form": "any"}}})
	rule.findings == set() with input as document
}

test_what_is_no_endpoint_is_not_counted if {
	empty := object.union(_unused, {"spelling": "empty"})
	rule.findings == set() with input as _document([_used, empty], 1)
}
