package tokenlint.aud["audience-not-normalised_test"]

import data.tokenlint.aud["audience-not-normalised"] as rule

_credential(dialect, entries) := {"dialect": dialect, "audience": {"entries": entries}}

_entry(service, defects) := {"spelling": "uri", "service": service, "defects": defects}

test_each_defect_is_said_in_words if {
	rule.findings == {{
		"rule": "AUD004",
		"at": ["/credential/audience/entries/1"],
		"args": {
			"audience": "#/credential/audience/entries/1",
			"defects": "the usual port of its scheme, a slash at the end",
		},
	}} with input.credential as _credential("wlcg", [
		_entry("storage", []),
		_entry("storage", ["default-port", "trailing-slash"]),
	])
}

test_every_defect_has_words if {
	every defect in [
		"default-port", "http", "not-normalised", "path", "query-or-fragment",
		"trailing-slash", "upper-case", "userinfo", "white-space",
	] {
		count(rule.findings) == 1 with input.credential as _credential("wlcg", [_entry("storage", [defect])])
	}
}

test_the_normal_form_beside_it_is_enough if {
	rule.findings == set() with input.credential as _credential("wlcg", [
		_entry("storage", ["default-port"]),
		object.union(_entry("storage", []), {"same_as": 0}),
	])
}

test_a_path_is_usual_outside_the_profile if {
	rule.findings == set() with input.credential as _credential("other", [_entry("unknown", ["path", "trailing-slash"])])
}

test_an_issuer_may_have_a_path if {
	rule.findings == set() with input.credential as _credential("wlcg", [_entry("issuer", ["path"])])
}

test_http_matters_everywhere if {
	count(rule.findings) == 1 with input.credential as _credential("other", [_entry("unknown", ["http", "path"])])
}

test_host_names_are_another_matter if {
	entry := {"spelling": "host", "service": "storage", "defects": []}
	rule.findings == set() with input.credential as _credential("wlcg", [entry])
}

test_the_spelling_of_a_product_is_left_alone if {
	request := _credential("wlcg", [_entry("storage", ["default-port"])])
	count(rule.findings) == 0 with input as {"credential": request, "workflow": {"composed": true}}
	count(rule.findings) == 1 with input as {"credential": request, "workflow": {"composed": false}}
}
