/** One thing that is done with an instance. An instance's steps are done in their order. */
export type Step =
  | { readonly kind: 'start' }
  /** Until it is in service. */
  | { readonly kind: 'wait' }
  /** With what it is to hold: addresses that may connect, topics, consumer groups. */
  | { readonly kind: 'fill' }
  /** Whether its brokers answer. */
  | { readonly kind: 'verify' };

/** What the steps come to, in one word. */
export type PlannedAction = 'start' | 'wait' | 'update' | 'none' | 'blocked';

/** The steps that deploy an instance from where its status shows it to be. */
export function deploymentSteps(action: PlannedAction): Step[] {
  switch (action) {
    case 'start':
      return [{ kind: 'start' }, { kind: 'wait' }];
    case 'wait':
      return [{ kind: 'wait' }];
    case 'update':
    case 'none':
    case 'blocked':
      return [];
  }
}
