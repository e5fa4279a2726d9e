# METADATA
# title: A client may take passwords, or get tokens through the browser address
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["password-or-implicit-grant"]

findings contains {
	"rule": "ISS012",
	"at": [place],
	"args": {"offer": sprintf("#%s", [place]), "grant": grant},
} if {
	some i, offer in input.service.offers
	some grant in offer.grants
	grant in {"password", "implicit"}
	place := sprintf("/service/offers/%d", [i])
}
