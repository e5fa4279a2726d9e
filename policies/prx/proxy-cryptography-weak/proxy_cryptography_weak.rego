# METADATA
# title: A key too small, or a signature by SHA-1 or MD5
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prx["proxy-cryptography-weak"]

_weak := {"md5", "sha1"}

findings contains {
	"rule": "PRX007",
	"at": [sprintf("%s/weak_key", [place])],
	"args": {
		"what": "the key",
		"whose": sprintf("#%s", [place]),
		"value": sprintf("#%s/weak_key", [place]),
	},
} if {
	some i, certificate in input.proxy.certificates
	certificate.weak_key
	place := sprintf("/proxy/certificates/%d", [i])
}

findings contains _of_digest(sprintf("/proxy/certificates/%d", [i])) if {
	some i, certificate in input.proxy.certificates
	certificate.digest_counts
	certificate.digest in _weak
}

findings contains _of_digest(sprintf("/proxy/attributes/%d", [i])) if {
	some i, held in input.proxy.attributes
	held.digest in _weak
}

_of_digest(place) := {
	"rule": "PRX007",
	"at": [sprintf("%s/digest", [place])],
	"args": {
		"what": "the signature",
		"whose": sprintf("#%s", [place]),
		"value": sprintf("#%s/digest", [place]),
	},
}
