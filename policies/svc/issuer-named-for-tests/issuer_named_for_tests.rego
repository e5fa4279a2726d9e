# METADATA
# title: The name of a trusted issuer says that it is for tests
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["issuer-named-for-tests"]

import data.tokenlint.lib.service

findings contains {
	"rule": "SVC042",
	"at": [place],
	"args": {"issuer": sprintf("#%s", [place])},
} if {
	not input.service.testing
	some i, issuer in input.service.issuers
	service.trusted(issuer)
	issuer.standing == "named-test"
	place := sprintf("/service/issuers/%d", [i])
}
