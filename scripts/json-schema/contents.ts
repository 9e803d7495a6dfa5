import * as c from './conditions.ts';

/** Which series an instance is of. */
interface SeriesConditions {
  readonly isProvisioned: c.Part;
  readonly isServerless: c.Part;
  readonly isConfluent: c.Part;
}

/** The rules for what an instance is to hold, as far as a JSON Schema can have those of the manifest. */
export function contentsRules({ isProvisioned, isServerless, isConfluent }: SeriesConditions): c.Part[] {
  const empty = (section: string) => ({
    additionalProperties: c.refused(`${section} is not for confluent instances; remove it`),
  });
  const short = {
    pattern: '^.{3,64}$',
    errorMessage:
      'must be named with 3 to 64 letters, digits, dots, hyphens or underscores on provisioned instances',
  };
  const shortGroup = { ...short, pattern: '^[A-Za-z0-9._-]{3,64}$' };
  const sections = ['allowedIps', 'topics', 'consumerGroups'];
  const ofProvisioned = { propertyNames: short, additionalProperties: c.both(needsLocal, onlyHours(false)) };
  return [
    c.when(
      isConfluent,
      c.properties(Object.fromEntries(sections.map((section) => [section, empty(section)]))),
      c.both(
        ...listenerRules(),
        c.properties({ topics: { additionalProperties: topic }, consumerGroups: named }),
      ),
    ),
    c.when(isServerless, c.properties({ topics: { additionalProperties: onlyHours(true) } })),
    c.when(
      isProvisioned,
      c.properties({ topics: ofProvisioned, consumerGroups: { propertyNames: shortGroup } }),
    ),
  ];
}

function listenerRules(): c.Part[] {
  const withoutFlag = (flag: string) => c.not(c.has('config', c.has(flag, c.not({ enum: [...c.NO, null] }))));
  const refuse = (listener: string, message: string) =>
    c.properties({ allowedIps: c.refuse([listener], () => message) });
  return [
    c.when(
      c.is('deployModule', 'vpc'),
      refuse('internet', 'is only for instances with deployModule "eip"; remove it'),
    ),
    c.when(withoutFlag('enable.acl'), refuse('sasl', 'needs config "enable.acl": true')),
    c.when(withoutFlag('enable.vpc_sasl_ssl'), refuse('vpcSasl', 'needs config "enable.vpc_sasl_ssl": true')),
  ];
}

const withValue = { type: 'object', errorMessage: 'has no value; for the defaults of the service write {}' };
const named = { additionalProperties: withValue };

const inCloud = c.isOrAbsent('localTopic', ...c.NO);
const local = 'needs localTopic: true';
const replicas = (number: number) => [number, String(number)];
const fewer = (most: number) => ({
  enum: [null, ...Array.from({ length: most }, (_, index) => replicas(index + 1)).flat()],
  errorMessage: 'must be less than the number of replicas',
});

/** A topic of any series. */
const topic = c.both(
  withValue,
  c.when(
    inCloud,
    c.both(
      c.when(
        c.is('compact', ...c.YES),
        c.refuse(['compact'], () => local),
      ),
      c.refuse(['replicationFactor', 'minInsyncReplicas'], () => local),
    ),
  ),
  c.when(
    c.is('replicationFactor', ...replicas(1)),
    c.refuse(['minInsyncReplicas'], () => fewer(1).errorMessage),
  ),
  c.when(c.is('replicationFactor', ...replicas(2)), limit(1)),
  c.when(c.isOrAbsent('replicationFactor', ...replicas(3)), limit(2)),
);

function limit(most: number): c.Part {
  return c.when(
    c.has('minInsyncReplicas', { enum: [1, 2, 3].flatMap(replicas) }),
    c.properties({ minInsyncReplicas: fewer(most) }),
  );
}

const two = 'must be at least 2 in cloud storage; for a single partition set localTopic: true';

/** What a topic of a provisioned instance has in local storage only. */
const needsLocal = c.when(
  inCloud,
  c.both(
    c.when(
      c.is('partitions', ...replicas(1)),
      c.refuse(['partitions'], () => two),
    ),
    c.properties({ config: { additionalProperties: c.refused(`${local} on provisioned instances`) } }),
  ),
);

function onlyHours(isServerless: boolean): c.Part {
  const [other, own, of] = isServerless
    ? ['retention.ms', 'retention.hours', 'provisioned']
    : ['retention.hours', 'retention.ms', 'serverless'];
  return c.properties({ config: c.refuse([other], () => `is a key of ${of} instances; use ${own}`) });
}
