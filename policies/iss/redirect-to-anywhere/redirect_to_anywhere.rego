# METADATA
# title: A login may be sent back to any address
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["redirect-to-anywhere"]

findings contains {
	"rule": "ISS013",
	"at": [place],
	"args": {"offer": sprintf("#/service/offers/%d", [i]), "redirect": sprintf("#%s", [place])},
} if {
	some i, offer in input.service.offers
	_redirects(offer)
	some k, redirect in offer.redirects
	redirect.form in {"any", "any-host"}
	place := sprintf("/service/offers/%d/redirects/%d", [i, k])
}

# The grants may not be told; those that have no redirect say so.
_redirects(offer) if count(offer.grants) == 0

_redirects(offer) if {
	some grant in offer.grants
	grant in {"authorization-code", "implicit"}
}
