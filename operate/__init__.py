"""What a person does with a deployment, on AWS or on one machine (stage `local`)."""
