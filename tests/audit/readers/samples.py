# ruff: noqa: E501  # lines of logs are long
"""Lines of each format, made up after the grammars that the readers cite."""

XROOTD = """\
261120 12:00:00 1019 Xrd_Inet: Accepted connection on port 1094 from 24@host.example
261120 12:00:00 1019 XrootdXeq: u.1059:24@[::ffff:192.0.2.7] pvt IP46 login as vo
261120 12:00:01 1019 u.1059:24@[::ffff:192.0.2.7] ofs_open: 0-600 fn=/data/a b
261120 12:00:01 1019 scitokens_Access: New valid token mapped_username=vo, subject=me, issuer=https://issuer.example, groups=/vo,/vo/x, authorizations=/data:read
261120 12:00:01 1019 scitokens_Access: Grant authorization based on scopes for operation=read, path=/data/a b
261120 12:00:02 1032 acc_Audit: u.1068:26@host.example grant ztn vo@host.example delete /data/b
261120 12:00:03 1032 acc_Audit: u.1068:26@host.example grant ztn *@host.example rename /data/b
261120 12:00:03 1032 acc_Audit: u.1068:26@host.example grant ztn *@host.example insert /data/c
261120 12:00:04 1032 acc_Audit: u.1068:26@host.example deny ztn *@host.example mkdir /data/d
261120 12:00:04 1032 ofs_mkdir: u.1068:26@host.example Unable to mkdir /data/d; permission denied
261120 12:00:05 1032 ofs_open: u.1068:26@host.example Unable to open /data/e; permission denied
261120 12:00:06 1019 XrootdXeq: u.1059:24@[::ffff:192.0.2.7] disc 0:00:06
"""
DCACHE_ACCESS = """\
level=INFO ts=2026-11-20T12:00:00.500+0000 event=org.dcache.webdav.request request.method=PUT request.url=https://door.example:2880/data/a%20b response.code=307 location=https://pool.example/x?y=z socket.remote=[::1]:39720 user-agent="curl 8" user.mapped=1000:1000 transaction=door:WebDAV
level=WARN ts=2026-11-20T12:00:01.000+0000 event=org.dcache.webdav.request request.method=DELETE request.url=https://door.example:2880/data/b response.code=403 response.reason=Forbidden socket.remote=192.0.2.7:39721
level=INFO ts=2026-11-20T12:00:02.000+0000 event=org.dcache.xrootd.connection.start session=door:x:1 socket.remote=192.0.2.8:41000 socket.local=192.0.2.1:1094
level=INFO ts=2026-11-20T12:00:02.000+0000 event=org.dcache.xrootd.login session=door:x:1 user.mapped=1000:1000
level=INFO ts=2026-11-20T12:00:02.000+0000 event=org.dcache.xrootd.request session=door:x:1 request=open path=/data/c options=0x10 response=redirect
level=ERROR ts=2026-11-20T12:00:03.000+0000 event=org.dcache.xrootd.request session=door:x:1 request=rm path=/data/c response=error error.code=NotAuhorized error.msg="Permission \\"denied\\""
level=INFO ts=2026-11-20T12:00:04.000+0000 event=org.dcache.srm.request request.method=srmLs
"""
DCACHE_BILLING = """\
11.20 12:00:00 [pool:pool1@dom:transfer] [0000C9B4,5] [/data/a [b]] vo:st@osm 5 40 true {Http-1.1:192.0.2.7:0:WebDAV-door:dom:/data/a} [door:WebDAV-door@dom:1] {0:""}
11.20 12:00:00 [door:WebDAV-door@dom:request] ["someone":1000:1000:192.0.2.7] [0000C9B4,5] [/data/a [b]] vo:st@osm 1 0 {0:""}
11.20 12:00:01 [pool:pool1@dom:transfer] [0000C9B5,5] [Unknown] <Unknown> 5 40 false {GFtp-1.0 192.0.2.8 37850} [pool:pool2@dom] {0:""}
11.20 12:00:02 [pnfs:PnfsManager@dom:remove] [0000C9B4,5] [/data/a] vo:st@osm {0:""}
11.20 12:00:03 [pool:pool1@dom:restore] [0000C9B6,5] [/tape/a] vo:st@osm 9 1 {0:""}
11.20 12:00:04 [door:GFTP@dom:request] ["someone":1000:1000:192.0.2.7] [0000C9B7,0] [/data/x] <unknown> 1 0 {10018:"no {way}"}
11.20 12:00:05 [pool:pool1@dom:store] [0000C9B6,5] [/tape/a] vo:st@osm 9 1 {0:""}
"""
STORM = """\
192.0.2.7 8443 "someone" 2026-11-20T12:00:00.123Z "id-1" "GET /vo/a%20b HTTP/1.1" 200 5 12
192.0.2.7 8443 "" 2026-11-20T12:00:01.123Z "id-2" "PUT /vo/b HTTP/1.1" 401 0 12
192.0.2.7 - someone 2026-11-20T12:00:02.123Z "id-3" "DELETE /vo/b HTTP/1.1" 204 - 12
192.0.2.7 8443 "" 2026-11-20T12:00:03.123Z "id-4" "OPTIONS / HTTP/1.1" 200 0 1
"""
CONDOR_AUDIT = """\
11/20/26 12:00:00 (cid:130) (D_AUDIT) Command=QMGMT_WRITE_CMD, peer=<192.0.2.7:37869>
11/20/26 12:00:00 (cid:131) (D_AUDIT) Command=ACT_ON_JOBS, peer=<[2001:db8::1]:37870?addrs=x>
11/20/26 12:00:00 (cid:130) (D_AUDIT) AuthMethod=SCITOKENS, AuthId=https://issuer.example,me, CondorId=vo@users.example
11/20/26 12:00:01 (cid:130) (D_AUDIT) Submitting new job 2.0
11/20/26 12:00:02 (cid:131) (D_AUDIT) AuthMethod=FS, AuthId=someone, CondorId=someone@ce.example
11/20/26 12:00:02 (cid:131) (D_AUDIT) Authorization Denied
11/20/26 12:00:03 (cid:130) (D_AUDIT) Received proxy for job 2.0
"""
CONDOR_EVENTS = """\
000 (004.000.000) 2026-11-20 12:00:00 Job submitted from host: <192.0.2.7:9618?addrs=192.0.2.7-9618&alias=ap.example&noUDP>
...
001 (004.000.000) 11/20 12:01:00 Job executing on host: <192.0.2.8:9618>
\tSlotName: slot1@wn.example
...
006 (004.000.000) 2026-11-20 12:02:00 Image size of job updated: 7
...
009 (004.000.000) 2026-11-20 12:05:00 Job was aborted.
\tvia condor_rm (by user someone)
...
"""
ARC = """\
[2026-11-20 12:00:00] [Arc.A-REX REST] [INFO] [812/4] Connection from 192.0.2.7: /DC=example/CN=someone
[2026-11-20 12:00:00] [Arc.A-REX REST] [VERBOSE] [812/4] REST: process GET at /rest/1.0/jobs
[2026-11-20 12:00:01] [Arc.A-REX REST] [VERBOSE] [812/4] REST: process POST at /rest/1.0/jobs
[2026-11-20 12:00:02] [Arc] [INFO] [800/2] 3ab0c9d1e2f3: new job is accepted
[2026-11-20 12:00:03] [Arc] [INFO] [800/2] 3ab0c9d1e2f3: Canceling job because of user request
[2026-11-20 12:00:04] [Arc] [INFO] [800/2] 3ab0c9d1e2f3: State: FINISHED from INLRMS
"""
FTS = """\
192.0.2.7 - - [20/Nov/2026:12:00:00 +0000] "POST /jobs HTTP/1.1" 200 53 41876
192.0.2.7 - - [20/Nov/2026:12:00:01 +0000] "GET /jobs/0b6f8c1e HTTP/1.1" 200 530 4187
192.0.2.7 - - [20/Nov/2026:12:00:02 +0000] "DELETE /jobs/0b6f8c1e HTTP/1.1" 403 53 418
192.0.2.7 - - [20/Nov/2026:12:00:03 +0000] "GET /whoami HTTP/1.1" 200 53 418
"""
IAM = """\
2026-11-20 12:00:00.000  INFO 1 --- [nio-8080-exec-1] AUDIT : {"@type":"AccessTokenIssuedEvent","timestamp":1795176000000,"category":"TOKEN","principal":"client-1","message":"Issue access token","subject":"client-1","scopes":["storage.read:/"],"grantType":"client_credentials","payload":{"jti":"id-1","sub":"me","iss":"https://issuer.example/","scope":"storage.read:/data","aud":"https://door.example","nbf":1795176000000,"exp":1795179600000},"source":"x"}
2026-11-20 12:00:01.000  INFO 1 --- [nio-8080-exec-1] i.i.m.i.Something : started
2026-11-20 12:00:02.000  INFO 1 --- [nio-8080-exec-1] AUDIT : {"@type":"AccountCreatedEvent","timestamp":1795176002000,"category":"ACCOUNT"}
"""
COMBINED = """\
192.0.2.7 - - [20/Nov/2026:12:00:00 +0100] "GET /data/a%20b?x=1 HTTP/1.1" 200 5 "-" "curl/8 \\"x\\""
192.0.2.7 - /CN=Some One [20/Nov/2026:12:00:01 +0100] "PUT /data/b HTTP/1.1" 201 0
192.0.2.7 - - [20/Nov/2026:12:00:02 +0100] "PUT /data/b HTTP/1.1" 204 0 "-" "-"
192.0.2.7 - - [20/Nov/2026:12:00:03 +0100] "DELETE /data/b HTTP/1.1" 403 9 "-" "-"
192.0.2.7 - - [20/Nov/2026:12:00:04 +0100] "COPY /data/b HTTP/1.1" 201 9 "-" "-"
192.0.2.7 - - [20/Nov/2026:12:00:05 +0100] "\\x16\\x03\\x01" 400 9 "-" "-"
192.0.2.7 - - [20/Nov/2026:12:00:06 +0100] "OPTIONS / HTTP/1.1" 200 9 "-" "-"
"""
OBSERVED = """\
{"operation": "read", "service": "disk", "path": "/data/a", "time": 1795176000, "count": 3}
{"operation": "rename", "service": "disk", "path": "/data/a", "to": "/data/b", "replace": true}
"""
SAMPLES = {
    "xrootd": XROOTD,
    "dcache-access": DCACHE_ACCESS,
    "dcache-billing": DCACHE_BILLING,
    "storm": STORM,
    "htcondor-audit": CONDOR_AUDIT,
    "htcondor-events": CONDOR_EVENTS,
    "arc": ARC,
    "fts": FTS,
    "iam": IAM,
    "combined": COMBINED,
    "observed": OBSERVED,
}
"""By the name of the format."""
