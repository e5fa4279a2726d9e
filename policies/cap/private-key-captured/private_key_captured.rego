# METADATA
# title: Private keys in a capture
# schemas:
#   - input: schema["policy-input"]
package tokenlint.cap["private-key-captured"]

findings contains {"rule": "CAP006", "at": ["/capture/private_keys"], "args": {"keys": "#/capture/private_keys"}} if {
	input.capture.private_keys > 0
}
