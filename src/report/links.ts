/** The page of an instance in the ApsaraMQ for Kafka console. */
export function consoleUrl(regionId: string, instanceId: string): string {
  const [region, instance] = [regionId, instanceId].map(encodeURIComponent);
  return inert(`https://kafka.console.aliyun.com/region/${region}/instance/${instance}/detail`);
}

/**
 * The vendor's page about an error: the one the API recommends, if it is on a host of the vendor, else the
 * one that the code leads to.
 */
export function errorUrl(code: string, recommend: string | undefined): string {
  const url = recommend === undefined ? null : URL.parse(recommend);
  const vendors = url?.protocol === 'https:' && /\.(aliyun|alibabacloud)\.com$/.test(url.hostname);
  if (vendors && url.username === '' && url.port === '') return inert(url.href);
  return inert(`https://api.alibabacloud.com/troubleshoot?q=${encodeURIComponent(code)}&product=alikafka`);
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
