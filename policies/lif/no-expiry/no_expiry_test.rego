package tokenlint.lif["no-expiry_test"]

import data.tokenlint.lif["no-expiry"] as rule

_token(profile, form) := {
	"captured": true,
	"token": {"profile": profile, "form": "signed"},
	"lifetime": {"form": form},
}

test_without_expiry if {
	rule.findings == {{
		"rule": "LIF004",
		"at": ["/credential/lifetime"],
		"args": {},
	}} with input.credential as _token("scitokens-2", "unbounded")
}

test_with_expiry if rule.findings == set() with input.credential as _token("wlcg", "bounded")

test_an_unusable_expiry_is_another_rule if rule.findings == set() with input.credential as _token("wlcg", "invalid")

test_pool_tokens_have_none_by_default if {
	rule.findings == set() with input.credential as _token("htcondor", "unbounded")
}

test_an_unreadable_token_is_not_judged if {
	rule.findings == set() with input.credential as _token("unreadable", "unbounded")
}
