package tokenlint.wkf["mitigation-missing_test"]

import data.tokenlint.wkf["mitigation-missing"] as rule

_mitigation(name, declared, holds) := {"name": name, "demanded": true, "declared": declared, "holds": holds}

_case(seconds, known, mitigations) := {
	"limits": {"lifetime_maximum": 21600, "clock_skew_seconds": 60},
	"credential": {"captured": false, "actions": ["read"], "lifetime": {"form": "bounded", "seconds": seconds}},
	"workflow": {"kind": "third-party-copy", "kind_known": known, "mitigations": mitigations},
}

test_fires_and_names_each if {
	rule.findings == {{
		"rule": "WKF001",
		"at": ["/workflow", "/credential/lifetime"],
		"args": {
			"lifetime": "#/credential/lifetime/seconds",
			"maximum": "#/limits/lifetime_maximum",
			"kind": "third-party-copy",
			"missing": concat(", ", [
				"managed-service (not declared)",
				"narrow-scopes (contradicted by the request)",
				"no-modify (declared, but contradicted by the request)",
			]),
		},
	}} with input as _case(345600, true, [
		_mitigation("managed-service", false, "unverifiable"),
		_mitigation("narrow-scopes", false, "no"),
		_mitigation("no-modify", true, "no"),
		_mitigation("specific-audience", true, "yes"),
	])
}

test_what_the_credential_shows_needs_no_declaration if {
	some finding in rule.findings with input as _case(345600, true, [
		_mitigation("no-modify", false, "yes"),
		_mitigation("pull-mode", false, "unverifiable"),
	])
	finding.args.missing == "pull-mode (not declared)"
}

test_fires_for_an_unknown_kind if {
	some finding in rule.findings with input as _case(21661, false, [])
	finding.args.missing == "risk-assessment-agreed (not declared)"
}

test_silent_for_an_unknown_kind_that_was_assessed if {
	count(rule.findings) == 0 with input as _case(21661, false, [_mitigation(
		"risk-assessment-agreed",
		true,
		"unverifiable",
	)])
}

test_silent_where_all_are_in_place if {
	count(rule.findings) == 0 with input as _case(345600, true, [_mitigation("no-modify", true, "yes")])
}

test_silent_where_an_agreed_assessment_stands_in_for_all if {
	assessed := {"workflow": {"long_lifetime": {"recognised": true, "mitigated": true}}}
	case := object.union(_case(345600, true, [_mitigation("pull-mode", false, "unverifiable")]), assessed)
	count(rule.findings) == 0 with input as case
}

test_silent_up_to_the_maximum if {
	count(rule.findings) == 0 with input as _case(21660, true, [_mitigation("no-modify", false, "yes")])
}

test_silent_for_what_is_declared_beyond_the_demand if {
	mitigation := object.union(_mitigation("pull-mode", true, "unverifiable"), {"demanded": false})
	count(rule.findings) == 0 with input as _case(345600, true, [mitigation])
}

test_fires_for_any_declaration_that_is_not_true if {
	mitigation := object.union(_mitigation("no-modify", true, "no"), {"demanded": false})
	some finding in rule.findings with input as _case(345600, true, [mitigation])
	finding.args.missing == "no-modify (declared, but contradicted by the request)"
}

test_silent_for_polling_alone if {
	polling := {"credential": {"actions": ["poll"], "group_based": false, "items": [{"kind": "capability"}]}}
	count(rule.findings) == 0 with input as object.union(_case(345600, false, []), polling)
}

test_silent_without_a_workflow if {
	count(rule.findings) == 0 with input as object.remove(_case(345600, true, []), ["workflow"])
}
