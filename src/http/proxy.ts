/** A proxy setting that cannot be read. Nothing is sent past it: the network may forbid that, and so may its owner. */
export class ProxyError extends Error {}

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

const LOOPBACK = /^(localhost|127(\.[0-9]+){3}|\[::1\])$/; // as a URL writes them

/** Whether a call goes past the proxy. An entry of NO_PROXY is a host and all hosts under it, a port, if any, included. */
function isBypassed({ hostname, port }: URL, { no_proxy, NO_PROXY }: ProxyVariables): boolean {
  if (LOOPBACK.test(hostname)) return true;
  const names = [hostname, `${hostname}:${port || 443}`];
  const entries = (no_proxy || NO_PROXY || '').split(',').map((entry) => entry.trim().toLowerCase());
  return entries.filter(Boolean).some((entry) => {
    const ending = entry.startsWith('.') ? entry : `.${entry}`;
    return entry === '*' || names.some((name) => name === entry || name.endsWith(ending));
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
