from tests.infrastructure.conftest import Template


def test_the_table_can_be_restored_and_deletes_expired_items(template: Template) -> None:
    table = template.of_type("AWS::DynamoDB::Table")["VideosTable"]
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert table["SSESpecification"] == {"SSEEnabled": True}
    assert table["BillingMode"] == "PAY_PER_REQUEST"


def test_production_is_protected_against_deletion(template: Template) -> None:
    table = template.of_type("AWS::DynamoDB::Table")["VideosTable"]
    pool = template.of_type("AWS::Cognito::UserPool")["UserPool"]
    assert table["DeletionProtectionEnabled"] == {"Fn::If": ["IsProtected", True, False]}
    assert pool["DeletionProtection"] == {"Fn::If": ["IsProtected", "ACTIVE", "INACTIVE"]}


def test_logging_in_does_not_reveal_accounts_and_tokens_can_be_revoked(template: Template) -> None:
    client = template.of_type("AWS::Cognito::UserPoolClient")["UserPoolClient"]
    assert client["PreventUserExistenceErrors"] == "ENABLED"
    assert client["EnableTokenRevocation"] is True
    assert client["GenerateSecret"] is False


def test_a_topic_is_encrypted_unless_alarms_need_it_open(template: Template) -> None:
    plain = [
        name
        for name, topic in template.of_type("AWS::SNS::Topic").items()
        if "KmsMasterKeyId" not in topic
    ]
    assert plain == ["AlarmsTopic"]


def test_every_topic_requires_tls(template: Template) -> None:
    topics = template.of_type("AWS::SNS::Topic")
    denied = []
    for policy in template.of_type("AWS::SNS::TopicPolicy").values():
        [deny] = [s for s in policy["PolicyDocument"]["Statement"] if s["Effect"] == "Deny"]
        assert deny["Condition"] == {"Bool": {"aws:SecureTransport": False}}
        resources = deny["Resource"] if isinstance(deny["Resource"], list) else [deny["Resource"]]
        denied += [resource["Ref"] for resource in resources]
    assert sorted(denied) == sorted(topics)
