"""StoRM WebDAV, Teapot in front of it, and the path authorization of the StoRM backend."""
