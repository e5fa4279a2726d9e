# METADATA
# title: Tokens on a command line
# schemas:
#   - input: schema["policy-input"]
package tokenlint.cap["token-on-command-line"]

findings contains {"rule": "CAP002", "at": [place], "args": {"tokens": sprintf("#%s", [place])}} if {
	some i, each in input.capture.presented
	each.context == "command-line"
	place := sprintf("/capture/presented/%d", [i])
}
