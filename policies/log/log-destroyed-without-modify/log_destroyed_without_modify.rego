# METADATA
# title: "Logs: deleted or overwritten without storage.modify"
# schemas:
#   - input: schema["policy-input"]
package tokenlint.log["log-destroyed-without-modify"]

findings contains {"rule": "LOG001", "at": [place], "args": args} if {
	some i, noted in input.audit.noted
	noted.cause == "not-permitted"
	noted.destructive
	place := sprintf("/audit/noted/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"party": sprintf("#%s", [place]),
		"held": sprintf("#%s/held", [place]),
	}
}
