// What a run needs once everything is valid, in one module that is loaded only then: signing and sending take as
// long to load as all the rest.

export { alikafka } from './alibaba/alikafka.ts';
export { contentsApi, contentsHurry } from './alibaba/contents.ts';
export { ecs } from './alibaba/ecs.ts';
export { alikafkaEndpoint, productEndpoint } from './alibaba/endpoints.ts';
export { kms } from './alibaba/kms.ts';
export { vpc } from './alibaba/vpc.ts';
export { filling } from './contents/fill.ts';
export { contentsDiagnostics, planContents } from './contents/plan.ts';
export { apply } from './deployment/apply.ts';
export { readLiveState } from './deployment/live-state.ts';
export { makePlan } from './deployment/plan.ts';
export { identify } from './identity/identify.ts';
export { unreachable, verifying } from './kafka/verify-step.ts';
export { preflight } from './preflight/preflight.ts';
export { remedyFor } from './remedies/catalogue.ts';
