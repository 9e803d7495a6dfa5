/**
 * Two stand-ins on loopback. One for Alibaba Cloud (ApsaraMQ for Kafka, and what a start needs of STS, VPC, ECS and
 * KMS): the cloud itself, and a server that speaks for it. One for the service that gives GitHub's jobs their tokens;
 * `github/github.ts` stands in for GitHub's API.
 */
export type { AllowedIpsSeed, PortRange } from './alibaba/alikafka/contents/allow-list.ts';
export type { ContentsQuota, ContentsSeed } from './alibaba/alikafka/contents/contents.ts';
export type { ConsumerGroupSeed } from './alibaba/alikafka/contents/groups.ts';
export type { ContentsSnapshot } from './alibaba/alikafka/contents/snapshot.ts';
export type { TopicSeed } from './alibaba/alikafka/contents/topics.ts';
export type { Listener } from './alibaba/alikafka/endpoints.ts';
export type { Fate, InstanceSeed, Series } from './alibaba/alikafka/instance.ts';
export type { NewerNames } from './alibaba/alikafka/newer-names.ts';
export { STATUS_CODES, type StatusCodes, type StatusName } from './alibaba/alikafka/statuses.ts';
export { REALISTIC_TIMINGS, type Timings, timingsOf } from './alibaba/alikafka/timings.ts';
export { Cloud, type CloudOptions } from './alibaba/cloud.ts';
export type { FaultEffect } from './alibaba/faults/fault-effects.ts';
export type { FaultRule } from './alibaba/faults/fault-plan.ts';
export {
  type AccessKey,
  type Account,
  DEFAULT_ACCOUNT,
  type RoleSession,
} from './alibaba/gateway/accounts.ts';
export { callCounts, type JournalEntry, starts } from './alibaba/journal.ts';
export { type Emulator, type EmulatorOptions, startEmulator } from './alibaba/server.ts';
export { type Call, type Caller, DEFAULT_ACCOUNT_ID } from './alibaba/service/call.ts';
export type { Answer, Outcome } from './alibaba/service/outcome.ts';
export type { IdentityOptions, OidcProvider, RoleSeed, Trust } from './alibaba/sts/identity.ts';
export type { KmsKey, SecurityGroup, Surroundings, VSwitch } from './alibaba/surroundings.ts';
export {
  GITHUB_ISSUER,
  type IssuedToken,
  startTokenService,
  type TokenRequest,
  type TokenService,
  type TokenServiceOptions,
} from './github/github-oidc.ts';
export { type TokenKey, tokenKey } from './github/token-key.ts';
export type { TlsIdentity } from './loopback.ts';
