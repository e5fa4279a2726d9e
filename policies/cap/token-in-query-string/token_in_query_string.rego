# METADATA
# title: Tokens in the query of a URL
# schemas:
#   - input: schema["policy-input"]
package tokenlint.cap["token-in-query-string"]

findings contains {"rule": "CAP001", "at": [place], "args": {"tokens": sprintf("#%s", [place])}} if {
	some i, each in input.capture.presented
	each.context == "query-string"
	place := sprintf("/capture/presented/%d", [i])
}
