# METADATA
# title: A service trusts an issuer that no issuer file issues for
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["issuer-not-in-repository"]

findings contains {
	"rule": "ISS061",
	"at": [place, other],
	"args": {"issuer": sprintf("#%s", [place]), "other": sprintf("#%s", [other])},
} if {
	some i, issuer in input.service.issuers
	issuer.issued == "no"
	place := sprintf("/service/issuers/%d", [i])
	other := sprintf("/service/issuers/%d/issued", [i])
}
