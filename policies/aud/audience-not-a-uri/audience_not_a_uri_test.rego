package tokenlint.aud["audience-not-a-uri_test"]

import data.tokenlint.aud["audience-not-a-uri"] as rule

_request(dialect, actions, entry) := {
	"captured": false,
	"dialect": dialect,
	"actions": actions,
	"audience": {"form": "list", "entries": [entry]},
}

_found(dialect, actions, entry) if {
	count(rule.findings) == 1 with input.credential as _request(dialect, actions, entry)
}

test_a_bare_host if _found("wlcg", ["read"], {"spelling": "host", "service": "unknown"})

test_a_site_name if _found("wlcg", ["read"], {"spelling": "name", "service": "unknown"})

test_a_storage_with_port if _found("wlcg", ["read"], {"spelling": "host-port", "service": "storage"})

test_a_compute_service_with_port_is_usual if {
	not _found("wlcg", ["read"], {"spelling": "host-port", "service": "compute"})
}

test_only_compute_scopes_make_a_compute_service if {
	not _found("wlcg", ["submit"], {"spelling": "host-port", "service": "unknown"})
}

test_no_scope_makes_none if _found("wlcg", [], {"spelling": "host-port", "service": "unknown"})

test_a_uri_is_fine if not _found("wlcg", ["read"], {"spelling": "uri", "service": "storage", "defects": []})

test_a_scitoken_may_have_a_name if not _found("scitokens", ["read"], {"spelling": "name", "service": "unknown"})

test_other_languages_have_other_names if {
	every spelling in ["host", "host-port", "name"] {
		not _found("other", ["read"], {"spelling": spelling, "service": "storage"})
	}
}

test_a_wildcard_beside_it_is_another_matter if {
	request := _request("wlcg", ["read"], {"spelling": "host", "service": "storage"})
	rule.findings == set() with input.credential as object.union(request, {"audience": {"form": "any"}})
}

test_pool_tokens_live_by_other_rules if {
	credential := object.union(_request("scitokens", ["read"], {"spelling": "host", "service": "storage"}), {
		"captured": true,
		"token": {"profile": "htcondor", "form": "signed"},
	})
	rule.findings == set() with input.credential as credential
}

test_a_client_id_is_usual_outside_the_profile if {
	credential := object.union(_request("wlcg", ["read"], {"spelling": "name", "service": "unknown"}), {
		"captured": true,
		"token": {"profile": "keycloak", "form": "signed"},
	})
	rule.findings == set() with input.credential as credential
}

test_the_normal_form_beside_it_is_enough if {
	entries := [
		{"spelling": "host", "service": "storage"},
		{"spelling": "uri", "service": "storage", "defects": [], "same_as": 0},
	]
	credential := object.union(_request("wlcg", ["read"], {}), {"audience": {"entries": entries}})
	rule.findings == set() with input.credential as credential
}

test_the_spelling_of_a_product_is_left_alone if {
	request := _request("wlcg", ["read"], {"spelling": "host", "service": "storage"})
	count(rule.findings) == 0 with input as {"credential": request, "workflow": {"composed": true}}
	count(rule.findings) == 1 with input as {"credential": request, "workflow": {"composed": false}}
}
