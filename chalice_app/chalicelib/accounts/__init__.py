"""User accounts, stored by Cognito."""
