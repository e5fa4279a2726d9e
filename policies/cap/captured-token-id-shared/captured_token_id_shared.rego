# METADATA
# title: Token ids that several tokens share
# schemas:
#   - input: schema["policy-input"]
package tokenlint.cap["captured-token-id-shared"]

findings contains {"rule": "CAP004", "at": [_place], "args": {"ids": "#/capture/shared_token_ids"}} if {
	input.capture.shared_token_ids > 0
}

_place := "/capture/shared_token_ids"
