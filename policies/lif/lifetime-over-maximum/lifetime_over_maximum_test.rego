package tokenlint.lif["lifetime-over-maximum_test"]

import data.tokenlint.lif["lifetime-over-maximum"] as rule

_document(seconds, actions, profile) := {
	"limits": {"lifetime_maximum": 21600, "clock_skew_seconds": 60},
	"credential": {
		"captured": true,
		"token": {"profile": profile, "form": "signed"},
		"actions": actions,
		"group_based": false,
		"items": [{"kind": "capability"}],
		"lifetime": {"form": "bounded", "seconds": seconds},
	},
}

_workflow(mitigated) := {"workflow": {"long_lifetime": {
	"recognised": true,
	"mitigated": mitigated,
	"maximum_seconds": 345600,
}}}

test_over_the_maximum if {
	rule.findings == {{
		"rule": "LIF001",
		"at": ["/credential/lifetime"],
		"args": {"lifetime": "#/credential/lifetime/seconds", "maximum": "#/limits/lifetime_maximum"},
	}} with input as _document(21661, ["read"], "wlcg")
}

test_at_the_maximum if rule.findings == set() with input as _document(21660, ["read"], "wlcg")

test_pool_tokens_live_by_other_rules if rule.findings == set() with input as _document(999999, ["read"], "htcondor")

test_polling_may_last if rule.findings == set() with input as _document(691200, ["poll"], "wlcg")

test_agreed_for_its_workflow if {
	rule.findings == set() with input as object.union(_document(345600, ["read"], "wlcg"), _workflow(true))
}

test_longer_than_agreed if {
	count(rule.findings) == 1 with input as object.union(_document(345601, ["read"], "wlcg"), _workflow(true))
}

test_missing_mitigations_are_another_rule if {
	rule.findings == set() with input as object.union(_document(345600, ["read"], "wlcg"), _workflow(false))
}
