package tokenlint.aud["audience-mixed-services_test"]

import data.tokenlint.aud["audience-mixed-services"] as rule

_credential(form, actions, services) := {
	"actions": actions,
	"group_based": false,
	"items": [{"kind": "capability"}],
	"audience": {"form": form, "services": services},
}

test_storage_and_compute if {
	rule.findings == {{
		"rule": "AUD006",
		"at": ["/credential/audience"],
		"args": {"services": "compute and storage"},
	}} with input.credential as _credential("list", ["read"], ["compute", "storage"])
}

test_storage_and_transfer if {
	count(rule.findings) == 1 with input.credential as _credential("list", ["read"], ["storage", "transfer"])
}

test_one_kind if rule.findings == set() with input.credential as _credential("list", ["read"], ["storage"])

test_the_issuer_beside_it if {
	rule.findings == set() with input.credential as _credential("list", ["read"], ["issuer", "storage"])
}

test_a_wildcard_is_another_matter if {
	rule.findings == set() with input.credential as _credential("any", ["read"], ["compute", "storage"])
}

test_polling_is_harmless if {
	rule.findings == set() with input.credential as _credential("list", ["poll"], ["storage", "transfer"])
}
