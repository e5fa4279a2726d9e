# METADATA
# title: A service trusts an address that its issuer does not use
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["issuer-spelled-otherwise"]

findings contains {
	"rule": "ISS060",
	"at": [place, other],
	"args": {"issuer": sprintf("#%s", [place]), "other": sprintf("#%s", [other])},
} if {
	some i, issuer in input.service.issuers
	issuer.issued == "near"
	place := sprintf("/service/issuers/%d", [i])
	other := sprintf("/service/issuers/%d/issued", [i])
}

findings contains {
	"rule": "ISS060",
	"at": ["/workflow/issuer", "/workflow/issuer/issued"],
	"args": {"issuer": "#/workflow/issuer", "other": "#/workflow/issuer/issued"},
} if {
	input.workflow.issuer.issued == "near"
}
