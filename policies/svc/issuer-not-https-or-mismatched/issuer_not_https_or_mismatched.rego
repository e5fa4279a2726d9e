# METADATA
# title: An issuer's address is not https, or is misspelt
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["issuer-not-https-or-mismatched"]

import data.tokenlint.lib.service

findings contains _finding(i, "is not an https address, so its keys cannot be trusted", "") if {
	some i, issuer in input.service.issuers
	service.trusted(issuer)
	issuer.https == "no"
}

findings contains _finding(i, "is compared letter by letter, and differs from ", near) if {
	some i, issuer in input.service.issuers
	service.trusted(issuer)
	issuer.near
	near := sprintf("#/service/issuers/%d/near", [i])
}

_finding(i, problem, near) := {
	"rule": "SVC011",
	"at": [sprintf("/service/issuers/%d", [i])],
	"args": {"issuer": sprintf("#/service/issuers/%d", [i]), "problem": problem, "near": near},
}
