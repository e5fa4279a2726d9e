"""HTCondor and HTCondor-CE: mapfiles, configuration, the credential monitor, EGI's validator."""
