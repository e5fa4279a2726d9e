package tokenlint.lib.audience_test

import data.tokenlint.lib.audience

test_an_endpoint_counts_by_its_first_entry if {
	audience.well_spelled == {0, 3} with input.credential.audience.entries as [
		{"spelling": "host", "defects": []},
		{"spelling": "uri", "defects": [], "same_as": 0},
		{"spelling": "uri", "defects": ["default-port"]},
		{"spelling": "uri", "defects": []},
		{"spelling": "host", "defects": []},
	]
}
