# METADATA
# title: An issuer is trusted that serves tests, or anybody
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["test-or-public-issuer"]

import data.tokenlint.lib.service

findings contains {
	"rule": "SVC006",
	"at": [place],
	"args": {"issuer": sprintf("#%s", [place]), "standing": _says(issuer.standing)},
} if {
	not input.service.testing
	some i, issuer in input.service.issuers
	service.trusted(issuer)
	not issuer.testing
	issuer.standing in {"public", "test"}
	place := sprintf("/service/issuers/%d", [i])
}

_says("public") := "gives tokens to anybody who asks"

_says("test") := "is an instance for tests"
