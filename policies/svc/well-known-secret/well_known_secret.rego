# METADATA
# title: A secret is left at the value that everybody knows
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["well-known-secret"]

findings contains {"rule": "SVC040", "at": [place], "args": {}} if {
	some i, setting in input.service.settings
	setting.name == "gplazma.oidc-te.client-secret"
	setting.known
	setting.value == "default"
	place := sprintf("/service/settings/%d", [i])
}
