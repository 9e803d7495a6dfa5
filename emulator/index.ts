/** A stand-in for Alibaba Cloud's ApsaraMQ for Kafka: the cloud itself, and a server that puts it on loopback. */
export type { Fate, InstanceSeed, Series } from './alikafka/instance.ts';
export { REALISTIC_TIMINGS, type Timings, timingsOf } from './alikafka/lifecycle.ts';
export { STATUS_CODES, type StatusCodes, type StatusName } from './alikafka/statuses.ts';
export type { NewerNames, Surroundings, VSwitch } from './alikafka/surroundings.ts';
export { Cloud, type CloudOptions, DEFAULT_ACCOUNT_ID } from './cloud.ts';
export type { FaultEffect } from './faults/fault-effects.ts';
export type { FaultRule } from './faults/fault-plan.ts';
export { type AccessKey, type Account, DEFAULT_ACCOUNT } from './gateway/accounts.ts';
export { type JournalEntry, starts } from './journal.ts';
export { type Emulator, type EmulatorOptions, startEmulator } from './server.ts';
export type { Call } from './service/call.ts';
export type { Answer, Outcome } from './service/outcome.ts';
