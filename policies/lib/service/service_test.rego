package tokenlint.lib.service_test

import data.tokenlint.lib.service

_issuer := {"known": true, "shadowed": false, "scopes": "yes"}

_with(change) := {"issuers": [object.union(_issuer, change)]}

test_a_known_issuer_is_trusted if service.trusted(_issuer)

test_a_placeholder_is_not if not service.trusted(object.union(_issuer, {"known": false}))

test_a_shadowed_entry_is_not if not service.trusted(object.union(_issuer, {"shadowed": true}))

test_scopes_count if service.scopes_count with input.service as _with({})

test_scopes_do_not_count_where_it_is_unknown if {
	not service.scopes_count with input.service as _with({"scopes": "unknown"})
}

test_scopes_of_a_shadowed_issuer_do_not_count if {
	not service.scopes_count with input.service as _with({"shadowed": true})
}

test_what_writes if {
	service.writes({"destructive": true, "operations": ["delete"]})
	service.writes({"destructive": false, "operations": ["create", "read"]})
	not service.writes({"destructive": false, "operations": ["list", "read", "submit"]})
}

test_whom_nobody_chose if {
	service.for_everyone({"kind": "any-token"})
	not service.for_everyone({"kind": "group"})
}

test_who_is_let_in if {
	service.lets_everyone_in with input.service.ways as [{"flat": true, "kind": "issuer"}]
	service.lets_everyone_in with input.service.mappings as [{"subjects": "any"}]
	not service.lets_everyone_in with input.service.ways as [{"flat": true, "kind": "group"}]
	not service.lets_everyone_in with input.service.mappings as [{"subjects": "one"}]
}

test_who_is_named if {
	service.by_anyone({"credential": "unscoped"})
	not service.by_anyone({"credential": "group"})
	not service.by_anyone({"credential": "subject"})
}

test_wildcards if {
	service.takes_wildcards_anyway with input.service.product as "xrootd"
	not service.takes_wildcards_anyway with input.service.product as "dcache"
}

_authorize(value) := {"name": "ofs.authorize", "value": value, "known": true}

_library(value) := {"name": "ofs.authlib", "value": value, "known": true}

test_no_library_is_asked if {
	service.asks_no_library with input.service.settings as [_authorize("no")]
	not service.asks_no_library with input.service.settings as [_authorize("yes")]
	unknown := object.union(_authorize("no"), {"known": false})
	not service.asks_no_library with input.service.settings as [unknown]
}

test_a_server_without_libraries_takes_no_tokens if {
	none := [_authorize("no"), _library("none")]
	service.takes_no_tokens with input.service as {"issuers": [], "settings": none}
	some_library := [_authorize("no"), _library("libxrdmacaroons.so")]
	not service.takes_no_tokens with input.service as {"issuers": [], "settings": some_library}
	not service.takes_no_tokens with input.service as {"issuers": [_issuer], "settings": none}
}
