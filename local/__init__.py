"""The whole system on one machine: an emulated AWS, deployed to by the tools that deploy to AWS."""
