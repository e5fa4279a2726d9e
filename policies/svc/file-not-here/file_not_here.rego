# METADATA
# title: A file that the configuration names is not among the files
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["file-not-here"]

findings contains {
	"rule": "SVC045",
	"at": [place],
	"args": {"file": sprintf("#%s", [place]), "what": sprintf("#%s/what", [place])},
} if {
	some i, _ in input.service.absent
	place := sprintf("/service/absent/%d", [i])
}
