/** A proxy setting that cannot be read. Nothing is sent past it: the network may forbid that, and so may its owner. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
}

/** What a process says about its proxies; both spellings are usual, and the lower-case one goes first. */
export type ProxyVariables = Readonly<Record<string, string | undefined>>;

/**
 * The proxy to which a call over TLS goes: HTTPS_PROXY, except for loopback and for the hosts of NO_PROXY, as
 * GitHub's own toolkit reads them. Plain HTTP stays on this machine, and so needs no proxy.
 *
 * @throws ProxyError when the setting is no http or https URL; its text is not repeated, it may hold a login
 */
export function proxyFor(url: URL, variables: ProxyVariables): URL | undefined {
  const setting = variables.https_proxy || variables.HTTPS_PROXY;
  if (!setting || url.protocol !== 'https:' || isBypassed(url, variables)) return undefined;
  const proxy = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(setting) ? setting : `http://${setting}`);
  if (!proxy) throw new ProxyError('the proxy in HTTPS_PROXY is no URL');
  if (proxy.protocol !== 'http:' && proxy.protocol !== 'https:')
    throw new ProxyError('the proxy in HTTPS_PROXY is neither http nor https');
  return proxy;
}

/** Whether NO_PROXY names a host of HTTPS, by itself, by a domain of it, or with its port; loopback is never proxied. */
function isBypassed({ hostname, port }: URL, variables: ProxyVariables): boolean {
  if (/^(localhost$|127\.|\[::1\]$)/.test(hostname)) return true;
  const setting = variables.no_proxy || variables.NO_PROXY || '';
  const names = setting.split(',').map((name) => name.trim().toLowerCase());
  const hosts = [hostname, `${hostname}:${port || '443'}`];
  return names.some((name) => {
    if (name === '' || name === '*') return name === '*';
    const domain = name.startsWith('.') ? name : `.${name}`;
    return hosts.some((host) => host === name || host.endsWith(domain));
  });
}

/** The header with a proxy's login, as the URL writes it; nothing where it has none. @throws ProxyError */
export function proxyLogin({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  try {
    const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return { 'Proxy-Authorization': `Basic ${Buffer.from(login).toString('base64')}` };
  } catch {
    throw new ProxyError('the login of the proxy in HTTPS_PROXY is not percent-encoded');
  }
}
