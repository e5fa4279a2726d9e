# METADATA
# title: "Logs: allowed although the token did not permit it"
# schemas:
#   - input: schema["policy-input"]
package tokenlint.log["log-allowed-beyond-scope"]

findings contains {"rule": "LOG002", "at": [place], "args": args} if {
	some i, noted in input.audit.noted
	noted.cause == "not-permitted"
	not noted.destructive
	place := sprintf("/audit/noted/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"party": sprintf("#%s", [place]),
		"held": sprintf("#%s/held", [place]),
	}
}
