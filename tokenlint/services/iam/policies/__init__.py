"""Scope policies of INDIGO IAM: who may obtain which scopes, as its two engines decide.

The Java engine is part of IAM; the other is OPA with the rules of opa-iam. They differ:
see `engine`. A set is read (`reading`), answered for one request (`engine`), and for all of them
(`language`, `table`); what is odd about it are defects with a witness (`defects`).
"""
