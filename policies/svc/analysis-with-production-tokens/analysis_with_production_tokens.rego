# METADATA
# title: Pilots for analysis are sent with the tokens of production
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["analysis-with-production-tokens"]

findings contains {
	"rule": "SVC061",
	"at": [place],
	"args": {"setting": sprintf("#%s", [place])},
} if {
	some i, setting in input.service.settings
	setting.known
	setting.name == "tokendir for analysis"
	place := sprintf("/service/settings/%d", [i])
}
