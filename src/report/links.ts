import type { Site } from '../deployment/options.ts';

/** The domain of a site's console and of its pages about errors. */
const DOMAINS: Readonly<Record<Site, string>> = {
  china: 'aliyun.com',
  international: 'alibabacloud.com',
};

interface Instance {
  readonly regionId: string;
  readonly instanceId: string;
}

/** The page of an instance in the ApsaraMQ for Kafka console of a site. */
export function consoleUrl(site: Site, { regionId, instanceId }: Instance): string {
  const [region, instance] = [regionId, instanceId].map(encoded);
  return inert(`https://kafka.console.${DOMAINS[site]}/region/${region}/instance/${instance}/detail`);
}

/**
 * The vendor's page about an error: the one the API recommends, if it is on a host of the vendor, else the
 * one that the code leads to on the user's site.
 */
export function errorUrl(site: Site, code: string, recommend: string | undefined): string {
  const url = recommend === undefined ? null : URL.parse(recommend);
  const vendors = url?.protocol === 'https:' && /\.(aliyun|alibabacloud)\.com$/.test(url.hostname);
  if (vendors && url.username === '' && url.port === '') return inert(url.href);
  return inert(`https://api.${DOMAINS[site]}/troubleshoot?q=${encoded(code)}&product=alikafka`);
}

/** For a part of a URL. JSON can write half a character, which none can hold. */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** A URL that cannot end the Markdown link it stands in: what is no plain URL character is percent-encoded. */
function inert(url: string): string {
  return url.replaceAll(/[^A-Za-z0-9:/?&=%._~#-]/g, (character) =>
    encodeURIComponent(character).replace(/[()!'*]/, hex),
  );
}

function hex(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
