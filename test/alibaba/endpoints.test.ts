import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alikafkaEndpoint, isLoopback, parseEndpoint, stsEndpoint } from '../../src/alibaba/endpoints.ts';
import { KNOWN_REGIONS } from '../../src/manifest/regions.ts';

const HOST = 'alikafka.cn-hangzhou.aliyuncs.com';

function accepted(text: string): string {
  const result = parseEndpoint(text);
  if (!result.ok) throw new Error(result.problem);
  return result.url.href;
}

function problem(text: string): string {
  const result = parseEndpoint(text);
  if (result.ok) throw new Error(`accepted ${result.url.href}`);
  return result.problem;
}

describe('alikafkaEndpoint', () => {
  it('names the public host of a region', () => {
    expect(alikafkaEndpoint('cn-hangzhou', 'public').href).toBe(`https://${HOST}/`);
  });

  it('names the host inside the VPCs of a region', () => {
    expect(alikafkaEndpoint('me-central-1', 'vpc').href).toBe(
      'https://alikafka-vpc.me-central-1.aliyuncs.com/',
    );
  });

  it.each([
    '',
    'cn',
    'CN-hangzhou',
    'cn-hangzhou\n',
    'cn-',
    '-cn',
    'cn-hangzhou.evil.test/',
    'cn-a@b',
    'a-b#',
  ])('throws for what is no region id: %j', (regionId) => {
    const said = new TypeError(`Not a region id: ${JSON.stringify(regionId)}`);
    expect(() => alikafkaEndpoint(regionId, 'public')).toThrow(said);
  });

  it('shows at most 200 characters of what is no region id', () => {
    const said = new TypeError(`Not a region id: "${'x'.repeat(200)}"`);
    expect(() => alikafkaEndpoint('x'.repeat(300), 'public')).toThrow(said);
  });

  it.each(KNOWN_REGIONS)('gives an endpoint that parseEndpoint accepts in %s', (regionId) => {
    for (const network of ['public', 'vpc'] as const) {
      const { href } = alikafkaEndpoint(regionId, network);
      expect(accepted(href)).toBe(href);
    }
  });
});

describe('stsEndpoint', () => {
  it('names the global host, and the host inside the VPCs of a region', () => {
    expect(stsEndpoint('cn-shanghai', 'public').href).toBe('https://sts.aliyuncs.com/');
    expect(stsEndpoint('cn-shanghai', 'vpc').href).toBe('https://sts-vpc.cn-shanghai.aliyuncs.com/');
  });

  it.each(['', 'cn', 'cn-hangzhou.evil.test/', 'oss-cn-hangzhou'])(
    'throws in a VPC for what is no region id: %j',
    (regionId) => {
      expect(() => stsEndpoint(regionId, 'vpc')).toThrow(new TypeError('Not a region id'));
    },
  );
});

describe('KNOWN_REGIONS', () => {
  it('holds the 34 regions of the SDK, each once, sorted', () => {
    expect(KNOWN_REGIONS).toHaveLength(34);
    expect(KNOWN_REGIONS).toEqual([...new Set(KNOWN_REGIONS)].sort());
  });
});

describe('parseEndpoint accepts', () => {
  it.each([
    [`https://${HOST}`, `https://${HOST}/`],
    [`https://${HOST}/`, `https://${HOST}/`],
    [`https://${HOST}:443`, `https://${HOST}/`],
    [`https://${HOST}:8443`, `https://${HOST}:8443/`],
    ['HTTPS://STS.ALIYUNCS.COM', 'https://sts.aliyuncs.com/'],
  ])('https on a host below aliyuncs.com: %s', (text, href) => {
    expect(accepted(text)).toBe(href);
  });

  it.each([
    ['http://localhost:8080', 'http://localhost:8080/'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/'],
    ['http://127.255.1.2', 'http://127.255.1.2/'],
    ['http://[::1]:8080', 'http://[::1]:8080/'],
  ])('http and https on loopback: %s', (text, href) => {
    expect(accepted(text)).toBe(href);
  });

  it.each([
    [HOST, `https://${HOST}/`],
    [`${HOST}:8443`, `https://${HOST}:8443/`],
    ['127.0.0.1:8080', 'https://127.0.0.1:8080/'],
    ['localhost:8080', 'https://localhost:8080/'],
  ])('a bare host as https, on loopback too: %s', (text, href) => {
    expect(accepted(text)).toBe(href);
  });

  it('a host of as many characters as one may have, and no longer one', () => {
    const hostOf = (length: number) => `${`${'a'.repeat(63)}.`.repeat(3)}${'a'.repeat(length)}.aliyuncs.com`;
    expect(hostOf(48)).toHaveLength(253);
    expect(accepted(hostOf(48))).toBe(`https://${hostOf(48)}/`);
    expect(problem(hostOf(49))).toContain('is not on a host');
  });

  it.each([
    ['http://0x7f.1', 'http://127.0.0.1/'],
    ['http://2130706433', 'http://127.0.0.1/'],
    ['http://127.1', 'http://127.0.0.1/'],
    ['http://127.0.0.1.', 'http://127.0.0.1/'],
    ['http://[0:0:0:0:0:0:0:1]', 'http://[::1]/'],
  ])('other spellings of loopback, as the URL parser reads them: %s', (text, href) => {
    expect(accepted(text)).toBe(href);
  });
});

describe('parseEndpoint refuses', () => {
  it.each([
    'https://evilaliyuncs.com',
    'https://aliyuncs.com.evil.test',
    'https://aliyuncs.com',
    'https://.aliyuncs.com',
    'https://-a.aliyuncs.com',
    'https://*.aliyuncs.com',
    `https://${HOST}.`,
    `https://${'a.'.repeat(130)}aliyuncs.com`,
    `https://${'a'.repeat(64)}.aliyuncs.com`,
    'https://example.com',
    'https://evil.localhost',
    'https://localhost.',
    'https://127.0.0.1.evil.test',
    'https://128.0.0.1',
    'https://169.254.169.254',
    'https://100.100.100.200',
    'https://[::ffff:127.0.0.1]',
  ])('another host: %s', (text) => {
    expect(problem(text)).toContain(
      'is not on a host below aliyuncs.com or on loopback; write a URL such as',
    );
  });

  it('http outside loopback', () => {
    expect(problem(`http://${HOST}`)).toBe(
      `"http://${HOST}" uses http, which is allowed on loopback only; start it with https://.`,
    );
  });

  it.each([`ftp://${HOST}`, 'file:///etc/passwd', `ws://${HOST}`])('another scheme: %s', (text) => {
    expect(problem(text)).toContain('does not use https; start it with https://');
  });

  it.each([
    `https://u:hunter2@${HOST}`,
    `u:hunter2@${HOST}`,
    `https://${HOST}@evil.test`,
    `https://@${HOST}`,
  ])('a user name or password: %s', (text) => {
    expect(problem(text)).toContain('holds a user name or password');
  });

  it.each([`https://${HOST}/v1`, `${HOST}/v1`, `https://${HOST}\\v1`, `https://${HOST}//`])(
    'a path: %s',
    (text) => {
      expect(problem(text)).toContain('has a path');
    },
  );

  it.each([
    ...[`https://${HOST}?a=b`, `https://${HOST}/?`, `https://${HOST}#a`, `https://${HOST}/#`],
    `${HOST}?a=b://c`,
  ])('a query or a fragment: %s', (text) => {
    expect(problem(text)).toContain('has a query or fragment');
  });

  it.each([
    ` https://${HOST}`,
    `https://${HOST}\n`,
    `https://ali\tkafka.aliyuncs.com`,
    `https://${HOST}\u202e`,
  ])('spaces, control and non-ASCII characters: %j', (text) => {
    expect(problem(text)).toContain('remove it');
    expect(problem(text)).toMatch(/^[^\s]+ has a space[ -~]+$/);
  });

  it.each(['https://', 'https://a:b', 'https:alikafka.aliyuncs.com', 'javascript:alert(1)', 'https://[::1'])(
    'what is no URL: %s',
    (text) => {
      expect(problem(text)).toContain('is not a valid host or URL; write a URL such as');
    },
  );

  it('nothing at all', () => {
    expect(problem('')).toBe('"" is empty; write a URL such as https://alikafka.cn-hangzhou.aliyuncs.com.');
  });
});

describe('the problem that parseEndpoint tells', () => {
  it.each([
    `https://root:hunter2@${HOST}`,
    `root:hunter2@${HOST}`,
    `https://root:hun?ter2@${HOST}`,
    `https://root:hunter2%40${HOST}`,
    `https:\\\\root:hunter2@${HOST}`,
    `https://root:hunter2${'x'.repeat(300)}@${HOST}`,
    `https://${HOST}/?Password=hunter2&Signature=hunter2`,
  ])('shows no user name, password or query: %s', (text) => {
    expect(problem(text)).not.toMatch(/root|hun|ter2/);
    expect(problem(text)).toContain(HOST);
  });

  it('shows that there was a login', () => {
    expect(problem(`https://root:hunter2@${HOST}`)).toBe(
      `"***@${HOST}" holds a user name or password; remove it, credentials have their own inputs.`,
    );
  });

  it('shows where something stood that cannot be seen', () => {
    expect(problem('a\u202eb')).toBe(
      '"a\uFFFDb" has a space, a control character or a non-ASCII character; remove it.',
    );
  });

  it('shows at most 200 characters of the value', () => {
    expect(problem(`https://${'a'.repeat(1000)}`)).toMatch(/^"https:\/\/a{192}" is not/);
  });
});

it.each([
  ['http://127.0.0.1:8080', true],
  ['http://localhost', true],
  ['https://127.0.0.1.aliyuncs.com', false],
  [`https://${HOST}`, false],
])('whether a URL stays on this machine: %s', (url, expected) => {
  expect(isLoopback(new URL(url))).toBe(expected);
});

describe('every endpoint that parseEndpoint accepts', () => {
  const host = fc.oneof(
    fc.constantFrom(
      HOST,
      'aliyuncs.com',
      'evilaliyuncs.com',
      'localhost',
      '127.1',
      '0x7f.1',
      '[::1]',
      '[::]',
    ),
    fc.domain(),
    fc.domain().map((name) => `${name}.aliyuncs.com`),
    fc.ipV4Extended(),
    fc.ipV6().map((address) => `[${address}]`),
    fc.string(),
  );
  const scheme = fc.constantFrom('', 'http://', 'https://', 'https:', '//', '\\\\', 'ftp://', 'HTTPS://');
  const affix = fc.constantFrom(
    '',
    '/',
    '.',
    ':80',
    ':8443',
    '@evil.test',
    '/..',
    '?',
    '#',
    '\\',
    '.evil.test',
  );
  const text = fc.tuple(scheme, affix, host, affix).map((parts) => parts.join(''));

  it('is bare, and on a host within the rule', () => {
    let count = 0;
    fc.assert(
      fc.property(text, (given) => {
        const result = parseEndpoint(given);
        if (!result.ok) return;
        count += 1;
        const { protocol, hostname, host, href } = result.url;
        const loopback = hostname === 'localhost' || hostname === '[::1]' || /^127\.[\d.]+$/.test(hostname);
        expect(loopback || hostname.endsWith('.aliyuncs.com')).toBe(true);
        expect(protocol === 'https:' || (loopback && protocol === 'http:')).toBe(true);
        expect(href).toBe(`${protocol}//${host}/`);
      }),
      { seed: 20261124, numRuns: 5000 },
    );
    expect(count).toBeGreaterThan(0);
  });
});
