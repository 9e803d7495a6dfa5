/** The page of an instance in the ApsaraMQ for Kafka console. */
export function consoleUrl(regionId: string, instanceId: string): string {
  const [region, instance] = [regionId, instanceId].map(encodeURIComponent);
  return `https://kafka.console.aliyun.com/region/${region}/instance/${instance}/detail`;
}

/**
 * The vendor's page about an error: the one the API recommends, if it is on a host of the vendor, else the
 * one that the code leads to.
 */
export function errorUrl(code: string, recommend: string | undefined): string {
  const url = recommend === undefined ? null : URL.parse(recommend);
  if (url?.protocol === 'https:' && /\.(aliyun|alibabacloud)\.com$/.test(url.hostname)) return url.href;
  return `https://api.alibabacloud.com/troubleshoot?q=${encodeURIComponent(code)}&product=alikafka`;
}
