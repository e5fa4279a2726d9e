# METADATA
# title: "Logs: allowed before the token was valid"
# schemas:
#   - input: schema["policy-input"]
package tokenlint.log["log-allowed-before-start"]

findings contains {"rule": "LOG004", "at": [place], "args": args} if {
	some i, noted in input.audit.noted
	noted.cause == "not-yet-valid"
	place := sprintf("/audit/noted/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"late": sprintf("#%s/late", [place]),
		"party": sprintf("#%s", [place]),
	}
}
