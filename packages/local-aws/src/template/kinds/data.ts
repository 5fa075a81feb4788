/** DynamoDB, S3, event buses, queues, topics, logs, alarms and parameters. */
import { ALPHABETS, arn, type Kinds, letters, named, type Subject, textOf, withName } from "./kind.js";

const tableArn = (subject: Subject): string =>
  arn(subject, "dynamodb", `table/${named("TableName")(subject)}`);

// S3 allows no capital letters, and bucket names are unique in the whole partition.
const bucketName = (subject: Subject): string =>
  textOf(subject, "BucketName") ??
  `${subject.stackName}-${subject.logicalId}-${letters(subject, 12, ALPHABETS.lower)}`.toLowerCase();

const busName = named("Name");
const ruleName = named("Name");

const ruleArn = (subject: Subject): string => {
  const bus = textOf(subject, "EventBusName")?.split("/").at(-1) ?? "default";
  return arn(subject, "events", `rule/${bus === "default" ? "" : `${bus}/`}${ruleName(subject)}`);
};

// Names of FIFO queues end with .fifo, including generated names.
const queueName = (subject: Subject): string =>
  textOf(subject, "QueueName") ??
  `${subject.stackName}-${subject.logicalId}${subject.property("FifoQueue") ? ".fifo" : ""}`;
const queueUrl = (subject: Subject): string =>
  `https://sqs.${subject.region}.${subject.urlSuffix}/${subject.accountId}/${queueName(subject)}`;

const topicArn = (subject: Subject): string => arn(subject, "sns", named("TopicName")(subject));

const withNameAndArn = (property: string, service: string, prefix: string) => ({
  ref: named(property),
  attributes: { Arn: (subject: Subject) => arn(subject, service, `${prefix}${named(property)(subject)}`) },
});

export const dataKinds: Kinds = {
  "AWS::DynamoDB::Table": {
    ref: named("TableName"),
    attributes: {
      Arn: tableArn,
      // A table without a stream has no stream ARN; resolving it is then an error.
      StreamArn: (subject) =>
        subject.property("StreamSpecification") && `${tableArn(subject)}/stream/2025-01-01T00:00:00.000`,
    },
  },
  "AWS::S3::Bucket": {
    ref: bucketName,
    attributes: {
      Arn: (subject) => `arn:${subject.partition}:s3:::${bucketName(subject)}`,
      DomainName: (subject) => `${bucketName(subject)}.s3.${subject.urlSuffix}`,
      RegionalDomainName: (subject) => `${bucketName(subject)}.s3.${subject.region}.${subject.urlSuffix}`,
    },
  },
  "AWS::Events::EventBus": {
    ref: busName,
    attributes: { Name: busName, Arn: (subject) => arn(subject, "events", `event-bus/${busName(subject)}`) },
  },
  "AWS::Events::Rule": { ref: ruleName, attributes: { Arn: ruleArn } },
  "AWS::Events::Archive": withNameAndArn("ArchiveName", "events", "archive/"),
  "AWS::Pipes::Pipe": withNameAndArn("Name", "pipes", "pipe/"),
  "AWS::Scheduler::Schedule": withNameAndArn("Name", "scheduler", "schedule/default/"),
  "AWS::SQS::Queue": {
    ref: queueUrl,
    attributes: {
      Arn: (subject) => arn(subject, "sqs", queueName(subject)),
      QueueName: queueName,
      QueueUrl: queueUrl,
    },
  },
  "AWS::SNS::Topic": { ref: topicArn, attributes: { TopicArn: topicArn, TopicName: named("TopicName") } },
  "AWS::Logs::LogGroup": {
    ref: named("LogGroupName"),
    attributes: { Arn: (subject) => arn(subject, "logs", `log-group:${named("LogGroupName")(subject)}:*`) },
  },
  "AWS::SSM::Parameter": {
    ref: named("Name"),
    attributes: {
      Type: (subject) => subject.property("Type"),
      Value: (subject) => subject.property("Value"),
    },
  },
  "AWS::CloudWatch::Alarm": withNameAndArn("AlarmName", "cloudwatch", "alarm:"),
  "AWS::CloudWatch::CompositeAlarm": withNameAndArn("AlarmName", "cloudwatch", "alarm:"),
  "AWS::CloudWatch::Dashboard": withName("DashboardName"),
  "AWS::KinesisFirehose::DeliveryStream": withNameAndArn("DeliveryStreamName", "firehose", "deliverystream/"),
};
