package tokenlint.svc["accepted-audience-not-a-uri_test"]

import data.tokenlint.svc["accepted-audience-not-a-uri"] as rule

_service(form) := {"class": "storage", "issuers": [], "audience": {"accepted": [{"form": form}]}}

_issuer(form) := {"class": "storage", "issuers": [{
	"known": true,
	"shadowed": false,
	"audience": {"accepted": [{"form": form}]},
}]}

test_fires_for_a_word if {
	rule.findings == {{
		"rule": "SVC043",
		"at": ["/service/audience/accepted/0"],
		"args": {"audience": "#/service/audience/accepted/0"},
	}} with input.service as _service("word")
}

test_fires_for_the_audience_of_an_issuer if {
	some finding in rule.findings with input.service as _issuer("word")
	finding.at == ["/service/issuers/0/audience/accepted/0"]
}

test_silent_for_names_of_services if {
	every form in {"uri", "host", "wildcard", "unknown"} {
		count(rule.findings) == 0 with input.service as _service(form)
	}
}

test_silent_for_compute if {
	computing := object.union(_service("word"), {"class": "compute"})
	count(rule.findings) == 0 with input.service as computing
}

test_silent_in_a_file_for_tests if {
	count(rule.findings) == 0 with input.service as object.union(_service("word"), {"testing": true})
}
