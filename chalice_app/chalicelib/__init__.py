"""The Stills API: user accounts on Cognito, videos on DynamoDB and S3, events on SNS and SQS."""
