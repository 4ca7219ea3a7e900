"""User accounts, kept by Cognito."""
