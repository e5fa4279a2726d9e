package tokenlint.mac["macaroon-location_test"]

import data.tokenlint.mac["macaroon-location"] as rule

_findings(location) := found if {
	found := rule.findings with input.macaroon as {"readable": true, "location": location}
}

test_fires if {
	some finding in _findings("missing")
	finding.at == ["/macaroon/location"]
	finding.args == {"location": "#/macaroon/location", "reason": "nothing says which service it is for"}
}

test_fires_for_other_addresses if {
	every location in ["cleartext", "other-url"] {
		count(_findings(location)) == 1
	}
}

test_silent_otherwise if {
	every location in ["https", "name"] {
		_findings(location) == set()
	}
}

test_silent_for_what_nobody_can_read if {
	rule.findings == set() with input.macaroon as {"readable": false, "location": "missing"}
}
