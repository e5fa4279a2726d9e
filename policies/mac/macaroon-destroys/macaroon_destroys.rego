# METADATA
# title: Activities that destroy
# schemas:
#   - input: schema["policy-input"]
package tokenlint.mac["macaroon-destroys"]

findings contains {"rule": "MAC005", "at": ["/macaroon"], "args": args} if {
	input.macaroon.readable
	not input.macaroon.every_activity
	count(input.macaroon.destroying) > 0
	args := {"destroying": "#/macaroon/destroying"}
}
