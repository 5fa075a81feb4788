/** Domains of a pool: names that are kept, described and changed. */
import {
  CreateUserPoolDomainCommand,
  DeleteUserPoolDomainCommand,
  DescribeUserPoolDomainCommand,
  UpdateUserPoolDomainCommand,
  type UpdateUserPoolDomainCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { refusal, startWorld, poolId as UserPoolId, type World } from "../world.js";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const certificate = (id: string) => `arn:aws:acm:us-east-1:000000000000:certificate/${id}`;
const CertificateArn = certificate("first");
const create = (Domain: string, more: Partial<UpdateUserPoolDomainCommandInput> = {}) =>
  world.cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain, ...more }));
const update = (Domain: string, more: Partial<UpdateUserPoolDomainCommandInput>) =>
  world.cognito.send(new UpdateUserPoolDomainCommand({ UserPoolId, Domain, ...more }));
const described = async (Domain: string) =>
  (await world.cognito.send(new DescribeUserPoolDomainCommand({ Domain }))).DomainDescription;

it("gives a domain to one pool, and describes an unknown one as empty", async () => {
  const Domain = "people-local";
  await create(Domain);

  expect(await described(Domain)).toMatchObject({ Domain, UserPoolId, Status: "ACTIVE" });
  expect(await refusal(create("second"))).toMatch(/^InvalidParameterException/);
  await world.cognito.send(new DeleteUserPoolDomainCommand({ UserPoolId, Domain }));
  expect(await described(Domain)).toEqual({});
});

it("keeps a custom domain beside a prefix, with the distribution that its DNS record points to", async () => {
  await create("people-local");
  const Domain = "login.example.com";
  const CustomDomainConfig = { CertificateArn, SecurityPolicy: "TLS_V1_2_2021" as const };
  const { CloudFrontDomain } = await create(Domain, { CustomDomainConfig });

  expect(CloudFrontDomain).toMatch(/^d[0-9a-f]{13}\.cloudfront\.net$/);
  expect(await described(Domain)).toMatchObject({
    CloudFrontDistribution: CloudFrontDomain,
    CustomDomainConfig,
    ManagedLoginVersion: 1,
  });
});

it("changes the pages' version and the certificate, and leaves the rest", async () => {
  const Domain = "login.example.com";
  await create(Domain, { CustomDomainConfig: { CertificateArn } });
  const Failover = { SecondaryRegion: "eu-west-1", PrimaryRoute53HealthCheckId: "check-1" };
  const answer = await update(Domain, { ManagedLoginVersion: 2, Routing: { Failover } });
  await update(Domain, { CustomDomainConfig: { CertificateArn: certificate("second") } });

  expect(answer).toMatchObject({ ManagedLoginVersion: 2, CloudFrontDomain: expect.any(String) });
  expect(await described(Domain)).toMatchObject({
    ManagedLoginVersion: 2,
    Routing: { Failover },
    CustomDomainConfig: { CertificateArn: certificate("second") },
  });
});

describe("refuses to change", () => {
  it("a domain that the pool does not have", async () => {
    expect(await refusal(update("nobodys", { ManagedLoginVersion: 2 }))).toMatch(
      /^ResourceNotFoundException/,
    );
  });

  it("a prefix into a custom domain", async () => {
    await create("people-local");
    expect(await refusal(update("people-local", { CustomDomainConfig: { CertificateArn } }))).toMatch(
      /^InvalidParameterException/,
    );
  });

  it.each<[string, Partial<UpdateUserPoolDomainCommandInput>]>([
    [
      "a certificate of another region",
      { CustomDomainConfig: { CertificateArn: "arn:aws:acm:eu-west-1:1:x" } },
    ],
    ["a third version of the pages", { ManagedLoginVersion: 3 }],
  ])("to %s", async (_, more) => {
    await create("login.example.com", { CustomDomainConfig: { CertificateArn } });
    expect(await refusal(update("login.example.com", more))).toMatch(/^InvalidParameterException/);
  });
});

it("has managed login in the Essentials and Plus plans only", async () => {
  await world.close();
  world = await startWorld({ pool: { UserPoolTier: "LITE" } });

  expect(await refusal(create("people-local", { ManagedLoginVersion: 2 }))).toMatch(
    /^FeatureUnavailableInTierException/,
  );
  await create("people-local");
  expect(await refusal(update("people-local", { ManagedLoginVersion: 2 }))).toMatch(
    /^FeatureUnavailableInTierException/,
  );
});
