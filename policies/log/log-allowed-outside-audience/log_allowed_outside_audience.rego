# METADATA
# title: "Logs: allowed at a service that the token is not for"
# schemas:
#   - input: schema["policy-input"]
package tokenlint.log["log-allowed-outside-audience"]

findings contains {"rule": "LOG005", "at": [place], "args": args} if {
	some i, noted in input.audit.noted
	noted.cause == "elsewhere"
	place := sprintf("/audit/noted/%d", [i])
	args := {"operations": sprintf("#%s/operations", [place]), "party": sprintf("#%s", [place])}
}
