package tokenlint.svc["issuer-owns-root_test"]

import data.tokenlint.lib.advice
import data.tokenlint.svc["issuer-owns-root"] as rule

_root := {"known": true, "root": true, "depth": 0}

_data := {"known": true, "root": false, "depth": 1}

_issuer := {"known": true, "shadowed": false, "restricted": 0, "areas": [_data, _root]}

_with(change) := {"class": "storage", "issuers": [object.union(_issuer, change)]}

test_fires_at_the_path if {
	rule.findings == {{
		"rule": "SVC003",
		"at": ["/service/issuers/0/areas/1"],
		"args": {"issuer": "#/service/issuers/0", "advice": advice.of("root")},
	}} with input.service as _with({})
}

test_silent_for_a_part if {
	count(rule.findings) == 0 with input.service as _with({"areas": [_data]})
}

test_silent_for_a_placeholder if {
	count(rule.findings) == 0 with input.service as _with({"areas": [object.union(_root, {"known": false})]})
}

test_silent_where_paths_narrow_it if {
	count(rule.findings) == 0 with input.service as _with({"restricted": 2})
}

test_silent_for_an_entry_that_does_not_count if {
	count(rule.findings) == 0 with input.service as _with({"shadowed": true})
}

test_silent_for_compute if {
	compute := object.union(_with({}), {"class": "compute"})
	count(rule.findings) == 0 with input.service as compute
}

test_silent_for_an_issuer_on_the_machine_itself if {
	count(rule.findings) == 0 with input.service as _with({"local": true})
}
