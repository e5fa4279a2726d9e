# METADATA
# title: Tokens sent to, or logged by, a host that they are not for
# schemas:
#   - input: schema["policy-input"]
package tokenlint.cap["captured-token-elsewhere"]

findings contains {"rule": "CAP005", "at": [place], "args": args} if {
	some i, each in input.capture.elsewhere
	each.tokens > 0
	place := sprintf("/capture/elsewhere/%d", [i])
	args := {"tokens": sprintf("#%s/tokens", [place]), "where": sprintf("#%s", [place])}
}
