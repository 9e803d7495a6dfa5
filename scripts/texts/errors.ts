import type { OwnCode } from '../../src/alibaba/errors.ts';

/** The codes of the action's own, which stand where the API gave none. */
export const OWN_CODE_TEXTS: Readonly<
  Record<OwnCode, { readonly meaning: string; readonly remedy: string }>
> = {
  Credentials: {
    meaning: 'There are no credentials, only half of them, or no role was given.',
    remedy:
      'The message says what is missing: an input, a secret, or `id-token: write`. [Credentials](../README.md#credentials) has the order in which they are looked for.',
  },
  NotSent: {
    meaning: 'Nothing left the runner: DNS, proxy, or TLS.',
    remedy:
      'The log says which. [Hosts and ports](operations.md#hosts-and-ports) has what must be reachable.',
  },
  NoAnswer: {
    meaning:
      'No answer came, and reading the status afterwards did not tell whether the start was carried out. **The instance may be deploying.**',
    remedy: 'Run again: the action reads the status first.',
  },
  UnexpectedAnswer: {
    meaning:
      'What answered was no answer of the API, such as the page of a proxy. **The instance may be deploying.**',
    remedy: 'Run again: the action reads the status first. If it repeats, look at proxies and `endpoint`.',
  },
};
