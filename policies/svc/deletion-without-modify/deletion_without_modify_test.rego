package tokenlint.svc["deletion-without-modify_test"]

import data.tokenlint.lib.advice
import data.tokenlint.svc["deletion-without-modify"] as rule

_deletion := {"credential": "unscoped", "operation": "delete", "sure": true, "by": "any-token"}

_with(change) := {"deletions": [{"credential": "group", "sure": true}, object.union(_deletion, change)]}

test_fires_with_the_witness if {
	rule.findings == {{
		"rule": "SVC001",
		"at": ["/service/deletions/1"],
		"args": {"witness": "#/service/deletions/1", "by": "#/service/deletions/1/by", "advice": advice.of("deletion")},
	}} with input.service as _with({})
}

test_fires_for_each_weak_credential if {
	every credential in {"none", "foreign", "unscoped", "read", "create", "stage"} {
		count(rule.findings) == 1 with input.service as _with({"credential": credential})
	}
}

test_silent_where_files_are_missing_that_have_a_say if {
	count(rule.findings) == 0 with input.service as _with({"sure": false})
}

test_silent_for_members_and_named_subjects if {
	every credential in {"group", "subject"} {
		count(rule.findings) == 0 with input.service as _with({"credential": credential})
	}
}

_authorize(value) := {"name": "ofs.authorize", "value": value, "known": true}

_library(value) := {"name": "ofs.authlib", "value": value, "known": true}

test_names_the_libraries_that_nobody_asks if {
	settings := {"issuers": [], "settings": [_authorize("no"), _library("libxrdmacaroons.so")]}
	some finding in rule.findings with input.service as object.union(_with({}), settings)
	finding.at == ["/service/deletions/1", "/service/settings/1"]
}

test_silent_for_a_server_that_takes_no_tokens if {
	settings := {"issuers": [], "settings": [_authorize("no"), _library("none")]}
	count(rule.findings) == 0 with input.service as object.union(_with({}), settings)
}
