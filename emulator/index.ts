/**
 * A stand-in for Alibaba Cloud's ApsaraMQ for Kafka and its STS: the cloud itself, and a server that puts it on
 * loopback. Beside it, a stand-in for the service that gives GitHub's jobs their tokens.
 */
export type { Fate, InstanceSeed, Series } from './alikafka/instance.ts';
export { STATUS_CODES, type StatusCodes, type StatusName } from './alikafka/statuses.ts';
export type { NewerNames, Surroundings, VSwitch } from './alikafka/surroundings.ts';
export { REALISTIC_TIMINGS, type Timings, timingsOf } from './alikafka/timings.ts';
export { Cloud, type CloudOptions } from './cloud.ts';
export type { FaultEffect } from './faults/fault-effects.ts';
export type { FaultRule } from './faults/fault-plan.ts';
export { type AccessKey, type Account, DEFAULT_ACCOUNT, type RoleSession } from './gateway/accounts.ts';
export {
  GITHUB_ISSUER,
  type IssuedToken,
  startTokenService,
  type TokenRequest,
  type TokenService,
  type TokenServiceOptions,
} from './github-oidc.ts';
export { type JournalEntry, starts } from './journal.ts';
export type { TlsIdentity } from './loopback.ts';
export { type Emulator, type EmulatorOptions, startEmulator } from './server.ts';
export { type Call, type Caller, DEFAULT_ACCOUNT_ID } from './service/call.ts';
export type { Answer, Outcome } from './service/outcome.ts';
export type { IdentityOptions, OidcProvider, RoleSeed, Trust } from './sts/identity.ts';
export { type TokenKey, tokenKey } from './token-key.ts';
