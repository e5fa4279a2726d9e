#!/bin/sh
# The storages of the VO, as Rucio was told of them.
rucio-admin rse add SOUTH-DISK
rucio-admin rse add-protocol --hostname disk.south.example --port 1094 --scheme davs --prefix /vo/rucio --domain-json '{"wan": {"read": 1, "write": 1, "delete": 1}}' SOUTH-DISK
rucio-admin rse set-attribute --rse SOUTH-DISK --key oidc_support --value True
rucio-admin rse set-attribute --rse SOUTH-DISK --key oidc_base_path --value /vo/rucio
