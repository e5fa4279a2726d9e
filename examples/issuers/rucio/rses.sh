#!/bin/sh
# The storages of the VO, as Rucio was told of them.
rucio-admin rse add NORTH-DISK
rucio-admin rse add-protocol --hostname disk.north.example --port 1094 --scheme davs --prefix /vo/rucio --domain-json '{"wan": {"read": 1, "write": 1, "delete": 1}}' NORTH-DISK
rucio-admin rse set-attribute --rse NORTH-DISK --key oidc_support --value True
rucio-admin rse set-attribute --rse NORTH-DISK --key oidc_base_path --value /vo/rucio
