# METADATA
# title: Captured tokens that are still valid
# schemas:
#   - input: schema["policy-input"]
package tokenlint.cap["captured-token-still-valid"]

findings contains {"rule": "CAP003", "at": ["/capture/valid_tokens"], "args": {"tokens": "#/capture/valid_tokens"}} if {
	input.capture.valid_tokens > 0
}
