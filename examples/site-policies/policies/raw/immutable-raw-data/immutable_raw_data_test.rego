package site.raw["immutable-raw-data_test"]

import data.site.raw["immutable-raw-data"] as rule

_held(action, path) := {"credential": {"items": [{"actions": [action], "path": path}]}}

test_fires_below if {
	count(rule.findings) == 1 with input as _held("modify", {"root": false, "path_text": "/raw/2024"})
}

test_fires_at_the_folder if {
	count(rule.findings) == 1 with input as _held("modify", {"root": false, "path_text": "/raw"})
}

test_fires_at_the_root if {
	count(rule.findings) == 1 with input as _held("modify", {"root": true, "path_text": "/"})
}

test_silent_at_a_name_that_begins_like_it if {
	count(rule.findings) == 0 with input as _held("modify", {"root": false, "path_text": "/rawhide"})
}

test_silent_for_reading if {
	count(rule.findings) == 0 with input as _held("read", {"root": false, "path_text": "/raw"})
}
