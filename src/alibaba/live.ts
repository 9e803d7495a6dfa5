import * as z from 'zod';
import { type Status, statusOf } from './status.ts';

/** An instance as the service shows it now. Fields that its series or its state lacks are undefined. */
export interface LiveInstance {
  readonly instanceId: string;
  readonly status: Status;
  /** The codes behind the status, for the log. */
  readonly codes: string;
  readonly series: 'provisioned' | 'serverless' | 'confluent' | undefined;
  readonly deployModule: 'vpc' | 'eip' | undefined;
  readonly name: string | undefined;
  readonly vpcId: string | undefined;
  readonly vSwitchIds: readonly string[];
  /** The short form, `zonea`. It may name another zone than the long one. */
  readonly zoneId: string | undefined;
  /** The long form, `cn-hangzhou-a`. */
  readonly standardZoneId: string | undefined;
  readonly serviceVersion: string | undefined;
  readonly securityGroup: string | undefined;
  readonly kmsKeyId: string | undefined;
  readonly config: Readonly<Record<string, string>>;
  readonly endpoints: Endpoints;
}

/** Bootstrap servers, comma-separated `host:port`; empty where there is none. */
export interface Endpoints {
  readonly plain: string;
  readonly ssl: string;
  readonly sasl: string;
  readonly vpcSasl: string;
}

export const NO_ENDPOINTS: Endpoints = { plain: '', ssl: '', sasl: '', vpcSasl: '' };

// Whatever a field holds, one that is not as documented must not hide the rest of the instance.
const text = z.string().min(1).optional().catch(undefined);

/** A code that is there and cannot be read: it stands for no status, and so is not taken for one that lacks. */
const UNREADABLE = Number.NaN;

const code = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?[0-9]+$/)
      .transform(Number),
    z.enum(['']).transform(() => undefined), // the XML form of a field that lacks
    z.null().transform(() => undefined),
  ])
  .optional()
  .catch(UNREADABLE);

const instanceVO = z.object({
  InstanceId: z.string(),
  ServiceStatus: code,
  ViewInstanceStatusCode: code,
  Series: text,
  DeployType: code,
  Name: text,
  VpcId: text,
  VSwitchId: text,
  VSwitchIds: z
    .object({ VSwitchIds: z.array(z.string()) })
    .optional()
    .catch(undefined),
  ZoneId: text,
  StandardZoneId: text,
  UpgradeServiceDetailInfo: z.object({ Current2OpenSourceVersion: text }).optional().catch(undefined),
  SecurityGroup: text,
  KmsKeyId: text,
  AllConfig: text,
  EndPoint: text,
  SslEndPoint: text,
  SaslEndPoint: text,
  VpcSaslEndPoint: text,
  DomainEndpoint: text,
  SslDomainEndpoint: text,
  SaslDomainEndpoint: text,
  VpcSaslDomainEndpoint: text,
});

/** In the XML form, a list of one is the thing itself, and an empty list is an empty text. */
const listAnswer = z.object({
  InstanceList: z.union([
    z.literal('').transform(() => ({ InstanceVO: [] })),
    z.object({
      InstanceVO: z
        .unknown()
        .optional()
        .transform((list) => (list === undefined ? [] : [list].flat())),
    }),
  ]),
});

const RELEASED = 10; // entries that only linger, by ServiceStatus

/**
 * The instances of a GetInstanceList answer, by id. Entries of released instances, and entries that hold no
 * id, are left out. Undefined when the answer holds no list at all.
 */
export function readInstanceList(
  content: Readonly<Record<string, unknown>>,
): Map<string, LiveInstance> | undefined {
  const list = listAnswer.safeParse(content);
  if (!list.success) return undefined;
  const found = new Map<string, LiveInstance>();
  for (const entry of list.data.InstanceList.InstanceVO) {
    if (!hasId(entry)) continue; // before it is parsed: a list of millions of nothings would take minutes
    const vo = instanceVO.safeParse(entry);
    if (!vo.success || vo.data.ServiceStatus === RELEASED) continue;
    const live = liveInstance(vo.data);
    found.set(live.instanceId, agreed(found.get(live.instanceId), live));
  }
  return found;
}

/** Entries of one instance that contradict each other tell nothing about its status. */
function agreed(before: LiveInstance | undefined, live: LiveInstance): LiveInstance {
  if (!before || before.codes === live.codes) return live;
  return { ...live, status: 'unknown', codes: `${before.codes}; ${live.codes}` };
}

function hasId(entry: unknown): boolean {
  return typeof entry === 'object' && entry !== null && 'InstanceId' in entry;
}

// A Map, not an object: the values come from outside and may be "constructor".
const SERIES: ReadonlyMap<string | undefined, LiveInstance['series']> = new Map([
  ['v2', 'provisioned'],
  ['v3', 'serverless'],
  ['confluent', 'confluent'],
]);

const DEPLOY_MODULES: Readonly<Record<number, LiveInstance['deployModule']>> = { 4: 'eip', 5: 'vpc' };

function liveInstance(vo: z.output<typeof instanceVO>): LiveInstance {
  const shown = (value: number | undefined) => (Number.isNaN(value) ? 'unreadable' : (value ?? 'none'));
  return {
    instanceId: vo.InstanceId,
    status: statusOf(vo.ViewInstanceStatusCode, vo.ServiceStatus),
    codes: `ViewInstanceStatusCode ${shown(vo.ViewInstanceStatusCode)}, ServiceStatus ${shown(vo.ServiceStatus)}`,
    series: SERIES.get(vo.Series),
    deployModule: DEPLOY_MODULES[vo.DeployType ?? 0],
    name: vo.Name,
    vpcId: vo.VpcId,
    vSwitchIds: vSwitchIdsOf(vo),
    zoneId: vo.ZoneId,
    standardZoneId: vo.StandardZoneId,
    serviceVersion: vo.UpgradeServiceDetailInfo?.Current2OpenSourceVersion,
    securityGroup: vo.SecurityGroup,
    kmsKeyId: vo.KmsKeyId,
    config: readConfig(vo.AllConfig),
    endpoints: {
      plain: servers(vo.DomainEndpoint ?? vo.EndPoint),
      ssl: servers(vo.SslDomainEndpoint ?? vo.SslEndPoint),
      sasl: servers(vo.SaslDomainEndpoint ?? vo.SaslEndPoint),
      vpcSasl: servers(vo.VpcSaslDomainEndpoint ?? vo.VpcSaslEndPoint),
    },
  };
}

/** A list of servers in one line, without blanks: it becomes an output, which others read line by line. */
function servers(list = ''): string {
  return list
    .split(/[\s\p{Cc},]/u)
    .filter((server) => server !== '')
    .join(',');
}

function vSwitchIdsOf({ VSwitchId, VSwitchIds }: z.output<typeof instanceVO>): readonly string[] {
  const list = VSwitchIds?.VSwitchIds ?? [];
  return list.length > 0 || VSwitchId === undefined ? list : [VSwitchId];
}

const configValues = z.record(z.string(), z.unknown());

/** `AllConfig` is JSON in a text, in some samples of the documentation escaped once more. */
function readConfig(allConfig: string | undefined): Record<string, string> {
  let value: unknown = allConfig;
  for (let layer = 0; layer < 2 && typeof value === 'string'; layer += 1) value = parseJson(value);
  const values = configValues.safeParse(value);
  if (!values.success) return {};
  const plain = Object.entries(values.data).filter(([, item]) => typeof item !== 'object');
  return Object.fromEntries(plain.map(([key, item]) => [key, String(item)]));
}

const MOST_ESCAPED = 2; // times: each takes a walk over the whole text

function parseJson(text: string, escaped = 0): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const unescaped = text.replaceAll('\\"', '"');
    return unescaped === text || escaped === MOST_ESCAPED ? undefined : parseJson(unescaped, escaped + 1);
  }
}
