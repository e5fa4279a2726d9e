# METADATA
# title: May change raw data
# description: Nothing at this site may hold storage.modify on /raw, below it, or around it.
package site.raw["immutable-raw-data"]

findings contains {
	"rule": "RAW001",
	"at": [sprintf("/credential/items/%d", [i])],
	"args": {"item": sprintf("#/credential/items/%d", [i])},
} if {
	some i, item in input.credential.items
	"modify" in item.actions
	_reaches_raw(item.path)
}

# A folder around it: at the root, a modify scope reaches everything.
_reaches_raw(path) if path.root

# The folder itself, and what lies below it; /rawhide is another folder.
_reaches_raw(path) if path.path_text in {"/raw", "/raw/"}

_reaches_raw(path) if startswith(path.path_text, "/raw/")
