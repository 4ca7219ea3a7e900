"""The whole system on one machine: an emulated AWS, and the tools that deploy to the real one."""
