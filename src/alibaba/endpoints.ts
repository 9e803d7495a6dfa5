/** Which of a region's two hosts to call: the Internet's, or the one inside its VPCs. */
export type Network = 'public' | 'vpc';

/** A checked endpoint, or a sentence that says what is wrong with it and what to write instead. */
export type EndpointCheck =
  | { readonly ok: true; readonly url: URL }
  | { readonly ok: false; readonly problem: string };

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'; // RFC 1123
/** One label of a host name, of several words. `oss-…` would make the host that of a storage bucket, which anybody may own. */
const REGION_LABEL = new RegExp(`^(?!oss-)(?=.*-)${LABEL}$`);
const ALIYUNCS_HOST = new RegExp(`^(?:${LABEL}\\.)+aliyuncs\\.com$`);
const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
const HOST_LENGTH_LIMIT = 253; // RFC 1035
const SHOWN_LENGTH_LIMIT = 200;
const EXAMPLE = 'https://alikafka.cn-hangzhou.aliyuncs.com';

/**
 * Where calls for a region go: `https://alikafka.<region>.aliyuncs.com`, or `https://alikafka-vpc.…`
 * (vendor page "Endpoints" of ApsaraMQ for Kafka; the rule has no exception in any region).
 * Throws a TypeError for what is no region id: it would become part of a host name.
 */
export function alikafkaEndpoint(regionId: string, network: Network): URL {
  return regionalEndpoint('alikafka', regionId, network);
}

/** Products that are only read, before a start. */
export type ReadProduct = 'vpc' | 'ecs' | 'kms';

/**
 * Where calls of VPC, ECS and KMS for a region go: `https://vpc.<region>.aliyuncs.com`, but for a few of the oldest
 * regions, or `https://vpc-vpc.…` (endpoint maps of the vendor's SDKs vpc20160428 7.3.2 and ecs20140526 7.11.6).
 * Throws a TypeError for what is no region id.
 */
export function productEndpoint(product: ReadProduct, regionId: string, network: Network): URL {
  const central = network === 'public' ? CENTRAL_HOSTS[product].get(regionId) : undefined;
  return central ? new URL(`https://${central}.aliyuncs.com`) : regionalEndpoint(product, regionId, network);
}

const CENTRAL_HOSTS: Readonly<Record<ReadProduct, ReadonlyMap<string, string>>> = {
  vpc: new Map([
    ['cn-hangzhou', 'vpc'],
    ['cn-hangzhou-finance', 'vpc'],
    ['cn-shanghai-finance-1', 'vpc'],
    ['cn-shenzhen-finance-1', 'vpc'],
    ['cn-north-2-gov-1', 'vpc'],
  ]),
  ecs: new Map([
    ['cn-hangzhou', 'ecs-cn-hangzhou'],
    ['cn-hangzhou-finance', 'ecs'],
    ['cn-shanghai-finance-1', 'ecs-cn-hangzhou'],
    ['cn-shenzhen-finance-1', 'ecs-cn-hangzhou'],
    ['cn-north-2-gov-1', 'ecs'],
  ]),
  kms: new Map(),
};

function regionalEndpoint(product: string, regionId: string, network: Network): URL {
  if (!REGION_LABEL.test(regionId)) {
    throw new TypeError(`Not a region id: ${JSON.stringify(regionId.slice(0, SHOWN_LENGTH_LIMIT))}`);
  }
  return new URL(`https://${product}${network === 'vpc' ? '-vpc' : ''}.${regionId}.aliyuncs.com`);
}

/** Where roles are assumed and identities told: the global host, or the region's inside its VPCs. */
export function stsEndpoint(regionId: string, network: Network): URL {
  if (network === 'public') return new URL('https://sts.aliyuncs.com');
  if (!REGION_LABEL.test(regionId)) throw new TypeError('Not a region id');
  return new URL(`https://sts-vpc.${regionId}.aliyuncs.com`);
}

/** Whether a URL stays on this machine. */
export function isLoopback(url: URL): boolean {
  return LOOPBACK_HOST.test(url.hostname);
}

/**
 * Checks an endpoint given by the user. Credentials go there, so it may only be https on a host below
 * aliyuncs.com, or http or https on loopback. `host` and `host:port` mean https, on loopback too.
 * The host is judged as the URL parser understands it, because that is the host that would be called.
 */
export function parseEndpoint(text: string): EndpointCheck {
  const wrong = (what: string): EndpointCheck => ({ ok: false, problem: `"${shown(text)}" ${what}` });

  if (text === '') return wrong(`is empty; write a URL such as ${EXAMPLE}.`);
  if (/[^\x21-\x7e]/.test(text)) {
    return wrong('has a space, a control character or a non-ASCII character; remove it.');
  }
  if (text.includes('@')) {
    return wrong('holds a user name or password; remove it, credentials have their own inputs.');
  }
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  if (url === null) return wrong(`is not a valid host or URL; write a URL such as ${EXAMPLE}.`);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return wrong('does not use https; start it with https://.');
  }
  const loopback = LOOPBACK_HOST.test(url.hostname);
  if (!loopback && !(url.hostname.length <= HOST_LENGTH_LIMIT && ALIYUNCS_HOST.test(url.hostname))) {
    return wrong(`is not on a host below aliyuncs.com or on loopback; write a URL such as ${EXAMPLE}.`);
  }
  if (!loopback && url.protocol === 'http:') {
    return wrong('uses http, which is allowed on loopback only; start it with https://.');
  }
  if (/[?#]/.test(text)) return wrong('has a query or fragment; end it after the host and port.');
  if (url.pathname !== '/') return wrong('has a path; end it after the host and port.');
  return { ok: true, url };
}

/** The value as an error may show it: without user name, password and query, on one short line. */
function shown(text: string): string {
  // Cut last: a cut that removes the "@" would leave the password standing.
  const parts = text.split(/@|%40/);
  const [visible = ''] = (parts.at(-1) ?? '').split(/[?#]/, 1);
  const safe = visible.replace(/[^\x21-\x7e]/g, '\uFFFD');
  return ((parts.length > 1 ? '***@' : '') + safe).slice(0, SHOWN_LENGTH_LIMIT);
}
