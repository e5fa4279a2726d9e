# METADATA
# title: "Logs: refused although the token permits it"
# schemas:
#   - input: schema["policy-input"]
package tokenlint.log["log-refused-though-permitted"]

findings contains {"rule": "LOG009", "at": [place], "args": args} if {
	some i, noted in input.audit.noted
	noted.cause == "refused"
	place := sprintf("/audit/noted/%d", [i])
	args := {"operations": sprintf("#%s/operations", [place]), "party": sprintf("#%s", [place])}
}
