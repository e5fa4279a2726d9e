# METADATA
# title: "Logs: allowed after the token had expired"
# schemas:
#   - input: schema["policy-input"]
package tokenlint.log["log-allowed-after-expiry"]

findings contains {"rule": "LOG003", "at": [place], "args": args} if {
	some i, noted in input.audit.noted
	noted.cause == "expired"
	place := sprintf("/audit/noted/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"late": sprintf("#%s/late", [place]),
		"party": sprintf("#%s", [place]),
	}
}
