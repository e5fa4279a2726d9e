# METADATA
# title: A proxy without attributes of an organisation
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prx["attributes-missing"]

import data.tokenlint.lib.proxy

findings contains {"rule": "PRX004", "at": ["/proxy/form"], "args": {}} if {
	proxy.is_one
	count(input.proxy.attributes) == 0
}
