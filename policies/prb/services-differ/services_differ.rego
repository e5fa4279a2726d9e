# METADATA
# title: The same token gets different answers at different services
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prb["services-differ"]

findings contains {"rule": "PRB023", "at": ["/probe/differences"], "args": {"requests": "#/probe/differences"}} if {
	count(input.probe.differences) > 0
}
