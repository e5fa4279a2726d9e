package tokenlint.aud["audience-any_test"]

import data.tokenlint.aud["audience-any"] as rule

_reader := {
	"actions": ["read"],
	"group_based": false,
	"items": [{"kind": "capability"}],
	"audience": {"form": "any", "entries": [{"spelling": "uri"}, {"spelling": "wildcard"}]},
}

test_the_wildcard_is_pointed_at if {
	rule.findings == {{
		"rule": "AUD001",
		"at": ["/credential/audience/entries/1"],
		"args": {"audience": "#/credential/audience/entries/1"},
	}} with input.credential as _reader
}

test_polling_everywhere_is_harmless if {
	rule.findings == set() with input.credential as object.union(_reader, {"actions": ["poll"]})
}

test_groups_everywhere_are_not if {
	everything := object.union(_reader, {"actions": ["poll"], "group_based": true})
	count(rule.findings) == 1 with input.credential as everything
}

test_a_list_is_no_wildcard if {
	listed := object.union(_reader, {"audience": {"form": "list", "entries": [{"spelling": "uri"}]}})
	rule.findings == set() with input.credential as listed
}
