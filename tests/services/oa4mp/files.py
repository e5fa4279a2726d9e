"""Files of a made-up OA4MP."""

from tokenlint.services.acceptance import Acceptance, Assembled
from tokenlint.services.oa4mp.reader import assemble
from tokenlint.services.oa4mp.recognise import kind_of
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text

ETC = "opt/oa4mp/etc"
SERVER = """<config>
  <service name="vo"
           defaultAccessTokenLifetime="1009 sec."
           maxAccessTokenLifetime="12 hrs"
           maxRefreshTokenLifetime="2592000"
           refreshTokenEnabled="true"
           enableTokenExchange="true"
           OIDCEnabled = "false"
           issuer="https://issuer.example">
    <deviceFlowServlet interval="5"/>
    <clientManagement>
      <api protocol="rfc7591" enabled="true" anonymousOK="true" autoApprove="true"
           template="localhost:template"/>
    </clientManagement>
  </service>
</config>
"""
TEMPLATE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE properties SYSTEM "http://java.sun.com/dtd/properties.dtd">
<properties>
<comment>a template</comment>
<entry key="client_id">localhost:template</entry>
<entry key="callback_uri">["https://localhost:9443/ready", "https://client.example/ready"]</entry>
<entry key="at_lifetime">7200000</entry>
<entry key="rt_lifetime">1209600000</entry>
<entry key="public_client">false</entry>
<entry key="strict_scopes">true</entry>
<entry key="cfg">{"tokens": {"access": {
  "type": "wlcg", "issuer": "https://issuer.example/vo", "audience": "https://storage.example",
  "lifetime": 3600000,
  "templates": [{"aud": "https://storage.example", "paths": [
    {"op": "storage.read", "path": "/vo"}, {"op": "storage.create", "path": "/home/${sub}"}]}]
}}}</entry>
</properties>
"""
SCRIPTED = TEMPLATE.replace('"lifetime": 3600000', '"qdl": {"load": "vfs#/scripts/vo/at.qdl"}')
HOCON = """// for a portal
tokens {
  access {
    type = sci_token
    issuer : "https://issuer.example/vo"   # of the VO
    audience = ["https://one.example", 'https://two.example']
    lifetime = 1200000
    templates = [{aud = "https://one.example", paths = [{op = read, path = /}]}]
  }
  refresh { type = refresh, lifetime = 86400000 }
}
"""
QDL = "/*\n   Puts groups into the token.\n   Returns: the groups\n */\nsay('x');\n"
PROXY = """<config>
  <client name="proxy">
    <id>client</id>
    <secret>{CLIENT_SECRET}</secret>
    <callbackUri>https://{HOSTNAME}/ready</callbackUri>
    <serviceUri>https://issuer.example/oauth2</serviceUri>
    <scopes>
      <scope enabled="false">storage.read:/</scope>
      <scope>openid</scope>
    </scopes>
  </client>
</config>
"""


def text(content: str, file: str = f"{ETC}/cfg.xml", *, embedded: bool = False) -> Text:
    return Text(file, file.rpartition("/")[2], content, embedded=embedded)


def read(files: dict[str, str]) -> Assembled:
    pieces = []
    for file, content in files.items():
        one = text(content, file)
        kind = kind_of(one)
        assert kind, file
        pieces.append(Piece(kind, one))
    return assemble(pieces)


def acceptance(content: str, file: str = f"{ETC}/cfg.xml") -> Acceptance:
    (only,) = read({file: content}).services
    return only.acceptance
