import {
  type Brokers,
  LISTENER_KINDS,
  LISTENERS,
  type ListenerFacts,
  type ListenerKind,
} from '../deployment/brokers.ts';
import type { Outcome } from '../deployment/outcome.ts';
import type { Diagnostic } from '../manifest/diagnostics.ts';

interface Listener extends ListenerFacts {
  readonly kind: ListenerKind;
}

const ALL: readonly Listener[] = LISTENER_KINDS.map((kind) => ({ kind, ...LISTENERS[kind] }));

/** How a client connects to one listener. */
export interface Connection {
  readonly kind: ListenerKind;
  /** `Internet, SASL_SSL`. */
  readonly title: string;
  readonly servers: readonly string[];
  /** The lines of a `client.properties`, without any secret. */
  readonly properties: readonly string[];
  /** A command that lists the topics; absent where the address is not one that a shell can be given. */
  readonly command?: string;
}

/** How clients connect to an instance, the listener that fits it first. */
export function connectionsOf(endpoints: Outcome['endpoints']): Connection[] {
  return ALL.filter(({ kind }) => endpoints[kind] !== '').map((listener) => {
    const servers = endpoints[listener.kind].split(',');
    const command = commandFor(servers);
    return {
      kind: listener.kind,
      title: titleOf(listener),
      servers,
      properties: propertiesOf(listener),
      ...(command !== undefined && { command }),
    };
  });
}

function titleOf({ from, protocol }: Listener): string {
  return `${from}, ${protocol}`;
}

const PLAIN_ADDRESS = /^[A-Za-z0-9.-]+:[0-9]+$/;

function commandFor(servers: readonly string[]): string | undefined {
  const server = servers.find((each) => PLAIN_ADDRESS.test(each));
  return server && `kafka-topics.sh --bootstrap-server ${server} --command-config client.properties --list`;
}

/** The vendor's CA is in no store of a system, and its certificates do not hold the host names (vendor's demos). */
function propertiesOf({ protocol }: Listener): string[] {
  const sasl = [
    'sasl.mechanism=PLAIN',
    'sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="USERNAME" password="PASSWORD";',
  ];
  const tls = [
    '# only-4096-ca-cert from github.com/AliwareMQ/aliware-kafka-demos',
    'ssl.truststore.type=PEM',
    'ssl.truststore.location=only-4096-ca-cert',
    'ssl.endpoint.identification.algorithm=',
  ];
  return [
    `security.protocol=${protocol}`,
    ...(protocol === 'PLAINTEXT' ? [] : sasl),
    ...(protocol === 'SASL_SSL' ? tls : []),
  ];
}

/** What was found of a listener's brokers. */
export function checkText(check: Brokers['listeners'][number]): string {
  switch (check.result) {
    case 'answered': {
      const { apis, produce, fetch } = check.announced;
      const versions = [
        `${apis} APIs`,
        ...(produce ? [`Produce ${produce.join('–')}`] : []),
        ...(fetch ? [`Fetch ${fetch.join('–')}`] : []),
      ];
      return `${check.server} answers in ${Math.round(check.ms)} ms and announces ${versions.join(', ')}`;
    }
    case 'failed':
      return check.sentence;
    case 'not-checked':
      return `Not checked whether it answers: ${check.why}`;
  }
}

/** The listeners of an instance that were asked, a line each: `9093 Internet, SASL_SSL: …`. */
export function checkLines({ brokers }: Outcome, wanted: 'answered' | 'failed'): string[] {
  return ALL.flatMap((listener) => {
    const check = brokers?.listeners.find(({ kind }) => kind === listener.kind);
    return check?.result === wanted
      ? [`port ${listener.port} (${titleOf(listener)}): ${checkText(check)}`]
      : [];
  });
}

/** That brokers are silent, where that is no failure: who asks may not be on the allow list. */
export function silenceNotes(outcomes: readonly Outcome[]): Diagnostic[] {
  return outcomes
    .filter(({ success, contents, failure }) => success || failure?.isTold || contents?.complete === false)
    .flatMap((outcome) =>
      checkLines(outcome, 'failed').map((line): Diagnostic => {
        return { severity: 'notice', origin: undefined, message: `${outcome.key}: ${line}` };
      }),
    );
}
