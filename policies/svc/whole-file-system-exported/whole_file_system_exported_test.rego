package tokenlint.svc["whole-file-system-exported_test"]

import data.tokenlint.svc["whole-file-system-exported"] as rule

_with(value, testing) := {
	"testing": testing,
	"settings": [{"name": "origin.exports.storageprefix", "value": value, "known": true}],
}

test_fires if {
	rule.findings == {{
		"rule": "SVC056",
		"at": ["/service/settings/0"],
		"args": {"setting": "#/service/settings/0"},
	}} with input.service as _with("/", false)
}

test_silent_for_a_folder if count(rule.findings) == 0 with input.service as _with("/srv", false)

test_silent_in_tests if count(rule.findings) == 0 with input.service as _with("/", true)
