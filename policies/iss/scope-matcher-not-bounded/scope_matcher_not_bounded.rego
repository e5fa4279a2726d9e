# METADATA
# title: A scope matcher does not end at a component of the path
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["scope-matcher-not-bounded"]

findings contains {
	"rule": "ISS031",
	"at": [place],
	"args": {"setting": sprintf("#%s", [place]), "also": sprintf("%s-other", [path])},
} if {
	some i, setting in input.service.settings
	setting.known
	setting.name == "scope.matchers.path"
	path := setting.value
	path != ""
	not endswith(path, "/")
	place := sprintf("/service/settings/%d", [i])
}
