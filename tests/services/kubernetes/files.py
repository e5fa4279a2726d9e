"""Made-up manifests."""

POD = """apiVersion: v1
kind: Pod
metadata:
  name: gate
spec:
  automountServiceAccountToken: false
  volumes:
    - name: tokens
      projected:
        sources:
          - serviceAccountToken:
              audience: https://storage.example
              expirationSeconds: 86400
              path: storage-token
          - serviceAccountToken:
              path: api-token
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: gate
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::1:role/x
"""
