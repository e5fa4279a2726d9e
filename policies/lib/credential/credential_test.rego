package tokenlint.lib.credential_test

import data.tokenlint.lib.credential

_poll := {
	"actions": ["poll"],
	"group_based": false,
	"items": [{"kind": "capability"}, {"kind": "version-request"}],
}

test_a_request_is_judged if credential.judged with input.credential as {"captured": false}

test_a_wlcg_token_is_judged if {
	credential.judged with input.credential as {"captured": true, "token": {"profile": "wlcg", "form": "signed"}}
}

test_a_pool_token_is_not_judged if {
	not credential.judged with input.credential as {"captured": true, "token": {"profile": "htcondor", "form": "signed"}}
}

test_an_unreadable_token_is_not_judged if {
	not credential.judged with input.credential as {"captured": true, "token": {"profile": "unreadable", "form": "signed"}}
}

test_an_encrypted_token_is_not_judged if {
	not credential.judged with input.credential as {"captured": true, "token": {"profile": "jwt", "form": "encrypted"}}
}

test_polling_and_nothing_else if credential.poll_only with input.credential as _poll

test_polling_and_reading_is_more if {
	not credential.poll_only with input.credential as object.union(_poll, {"actions": ["poll", "read"]})
}

test_groups_are_more_than_polling if {
	not credential.poll_only with input.credential as object.union(_poll, {"group_based": true})
}

test_an_unknown_scope_may_be_more_than_polling if {
	not credential.poll_only with input.credential as object.union(_poll, {"items": [{"kind": "unknown"}]})
}
