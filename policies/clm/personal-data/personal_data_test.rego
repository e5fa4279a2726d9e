package tokenlint.clm["personal-data_test"]

import data.tokenlint.clm["personal-data"] as rule

_findings(token) := found if {
	found := rule.findings with input as {"credential": {"captured": true, "token": token}}
}

test_by_name_is_found if {
	count(_findings({"claims": {"personal": ["email"], "subject_readable": false}})) == 1
}

test_by_subject_is_found if {
	count(_findings({"claims": {"personal": [], "subject_readable": true}})) == 1
}

test_none_is_fine if {
	count(_findings({"claims": {"personal": [], "subject_readable": false}})) == 0
}
