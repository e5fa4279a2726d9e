# METADATA
# title: "Logs: one token from more addresses than its workflow explains"
# schemas:
#   - input: schema["policy-input"]
package tokenlint.log["token-from-many-addresses"]

findings contains {"rule": "LOG006", "at": [place], "args": args} if {
	some i, noted in input.audit.noted
	noted.cause == "many-clients"
	place := sprintf("/audit/noted/%d", [i])
	args := {"addresses": sprintf("#%s/addresses", [place]), "party": sprintf("#%s", [place])}
}
