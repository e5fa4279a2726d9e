# METADATA
# title: A credential is handed out that never expires
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["credential-without-end"]

import data.tokenlint.lib.offer

findings contains {
	"rule": "ISS016",
	"at": [place],
	"args": {"offer": sprintf("#/service/offers/%d", [i]), "lifetime": sprintf("#%s", [place])},
} if {
	some i, each in input.service.offers
	some k, lifetime in each.lifetimes
	lifetime.unlimited
	lifetime.what in offer.usable
	_chosen(each, lifetime)
	not offer.unbounded(each)
	place := sprintf("/service/offers/%d/lifetimes/%d", [i, k])
}

# A default of the product is nobody's choice, except where a profile is all that bounds its holder.
_chosen(_, lifetime) if lifetime.written

_chosen(each, _) if each.kind == "profile"
