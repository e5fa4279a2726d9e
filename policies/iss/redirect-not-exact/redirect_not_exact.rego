# METADATA
# title: A redirect address leaves its path open, or is not https
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["redirect-not-exact"]

findings contains {
	"rule": "ISS014",
	"at": [place],
	"args": {
		"offer": sprintf("#/service/offers/%d", [i]),
		"redirect": sprintf("#%s", [place]),
		"problem": _problem[redirect.form],
	},
} if {
	some i, offer in input.service.offers
	some k, redirect in offer.redirects
	redirect.form in {"any-path", "http"}
	place := sprintf("/service/offers/%d/redirects/%d", [i, k])
}

_problem := {"any-path": "every page there will do", "http": "others can read it on the way"}
