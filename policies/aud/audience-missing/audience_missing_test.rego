package tokenlint.aud["audience-missing_test"]

import data.tokenlint.aud["audience-missing"] as rule

_token(profile, form) := {
	"captured": true,
	"token": {"profile": profile, "form": "signed"},
	"audience": {"form": form},
}

test_missing_empty_and_invalid_are_found if {
	every form in ["missing", "empty", "invalid"] {
		count(rule.findings) == 1 with input.credential as _token("wlcg", form)
	}
}

test_a_request_without_audience_is_found if {
	count(rule.findings) == 1 with input.credential as {"captured": false, "audience": {"form": "missing"}}
}

test_a_list_and_a_wildcard_are_audiences if {
	every form in ["list", "any"] {
		rule.findings == set() with input.credential as _token("wlcg", form)
	}
}

test_pool_tokens_and_unreadable_ones_have_none if {
	every profile in ["htcondor", "unreadable"] {
		rule.findings == set() with input.credential as _token(profile, "missing")
	}
}

test_no_credential_no_finding if rule.findings == set() with input as {"kind": "workflow"}
