"""The register of initiatives and the page of one."""
