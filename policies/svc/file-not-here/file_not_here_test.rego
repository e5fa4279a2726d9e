package tokenlint.svc["file-not-here_test"]

import data.tokenlint.svc["file-not-here"] as rule

test_fires_at_the_path if {
	rule.findings == {{
		"rule": "SVC045",
		"at": ["/service/absent/0"],
		"args": {"file": "#/service/absent/0", "what": "#/service/absent/0/what"},
	}} with input.service.absent as [{"what": "authdb"}]
}

test_fires_for_each_file if {
	count(rule.findings) == 2 with input.service.absent as [{"what": "authdb"}, {"what": "mapfile"}]
}

test_silent_where_all_files_are_there if {
	count(rule.findings) == 0 with input.service.absent as []
}
