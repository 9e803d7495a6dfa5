import type { CallError } from '../alibaba/errors.ts';
import { type Failure, failureOf } from './failure.ts';
import type { StartRequest } from './start-request.ts';

/** The end of one instance's deployment, with what its owner is told. */
export class InstanceFailed extends Error {
  override readonly name = 'InstanceFailed';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }

  /** @param and what is to be done first @param facts for a support ticket, beside those of the error */
  static by(
    error: CallError,
    request: StartRequest,
    and = '',
    facts: Failure['details'] = {},
  ): InstanceFailed {
    const failure = failureOf(error, request);
    return new InstanceFailed({
      ...failure,
      details: { ...failure.details, ...facts },
      remedy: and === '' ? failure.remedy : `${and} ${failure.remedy}`,
    });
  }
}
