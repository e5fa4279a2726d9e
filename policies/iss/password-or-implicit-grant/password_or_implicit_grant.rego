# METADATA
# title: A client may take passwords, or get tokens through the browser address
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["password-or-implicit-grant"]

findings contains {
	"rule": "ISS012",
	"at": [sprintf("/service/offers/%d/grants/%d", [i, k]), sprintf("/service/offers/%d", [i])],
	"args": {"offer": sprintf("#/service/offers/%d", [i]), "grant": grant},
} if {
	some i, offer in input.service.offers
	some k, grant in offer.grants
	grant in {"password", "implicit"}
}
