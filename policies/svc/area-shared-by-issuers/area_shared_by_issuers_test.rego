package tokenlint.svc["area-shared-by-issuers_test"]

import data.tokenlint.lib.advice
import data.tokenlint.svc["area-shared-by-issuers"] as rule

_shared(relation) := {"one": 0, "other": 2, "area": 0, "relation": relation, "together": false}

_case(relation, root, restricted) := {
	"product": "xrootd",
	"shared": [_shared(relation)],
	"issuers": [{"restricted": restricted, "areas": [{"known": true, "root": root}]}],
}

test_fires_for_equal_areas if {
	rule.findings == {{
		"rule": "SVC002",
		"at": ["/service/shared/0", "/service/issuers/2"],
		"args": {"shared": "#/service/shared/0", "advice": advice.of("area")},
	}} with input.service as _case("same", false, 0)
}

test_fires_for_equal_areas_at_the_root if {
	count(rule.findings) == 1 with input.service as _case("same", true, 0)
}

test_fires_for_an_area_inside_another if {
	count(rule.findings) == 1 with input.service as _case("inside", false, 0)
}

test_an_area_inside_the_root_is_another_rules_subject if {
	count(rule.findings) == 0 with input.service as _case("inside", true, 0)
}

test_a_narrowed_root_does_not_hide_it if {
	count(rule.findings) == 1 with input.service as _case("inside", true, 1)
}

test_silent_where_nothing_is_shared if {
	count(rule.findings) == 0 with input.service as {"product": "xrootd", "shared": [], "issuers": []}
}

test_silent_where_one_line_lists_both if {
	row := object.union(_shared("same"), {"together": true})
	listed := object.union(_case("same", false, 0), {"shared": [row]})
	count(rule.findings) == 0 with input.service as listed
}
