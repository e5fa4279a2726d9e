"""Macaroons: bytes of every serialization to caveats, caveats to a privilege."""
