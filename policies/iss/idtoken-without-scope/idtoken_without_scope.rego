# METADATA
# title: Jobs get an identity token for everything
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["idtoken-without-scope"]

findings contains {"rule": "ISS043", "at": [place], "args": {"offer": sprintf("#%s", [place])}} if {
	some i, offer in input.service.offers
	offer.kind == "idtoken"
	offer.holder == "job"
	offer.all_scopes
	place := sprintf("/service/offers/%d", [i])
}
