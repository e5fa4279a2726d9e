# METADATA
# title: "Logs: allowed with a token of which nothing is known"
# schemas:
#   - input: schema["policy-input"]
package tokenlint.log["log-token-not-known"]

findings contains {"rule": "LOG010", "at": [place], "args": args} if {
	some i, noted in input.audit.noted
	noted.cause == "unknown-token"
	place := sprintf("/audit/noted/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"tokens": sprintf("#%s/tokens", [place]),
		"party": sprintf("#%s", [place]),
	}
}
