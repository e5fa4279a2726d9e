# METADATA
# title: "Logs: one token at more services than its workflow explains"
# schemas:
#   - input: schema["policy-input"]
package tokenlint.log["token-at-many-services"]

findings contains {"rule": "LOG007", "at": [place], "args": args} if {
	some i, noted in input.audit.noted
	noted.cause == "many-services"
	place := sprintf("/audit/noted/%d", [i])
	args := {"services": sprintf("#%s/services", [place]), "party": sprintf("#%s", [place])}
}
