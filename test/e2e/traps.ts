import type { Socket } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Trap } from './hostile-front.ts';

/** Something a server sends that is no answer, and what a call says that gets it. */
export interface Lie {
  readonly trap: Trap;
  readonly told: string;
}

const LOST = 'got no answer: the connection was lost';
const NOT_IT = 'got no answer of the API but a body that is not an answer of it (HTTP 200)';
const BROKE_OFF = 'got no answer of the API but a body that broke off (HTTP 200)';
const TOO_LARGE = 'got no answer of the API but a body that is too large (HTTP 200)';
const MOST_BYTES = 16 * 1024 * 1024; // what the action reads of an answer

const END = '\r\n\r\n';
const CHUNKED = `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked${END}`;
const GOOD = '{"RequestId":"R-of-another","Code":200,"Success":true,"Message":"operation success."}';

/** A complete answer on a connection that is then closed. */
export function answer(body: string | Buffer, headers: readonly string[] = [], status = '200 OK'): Trap {
  const bytes = Buffer.from(body);
  const head = [`HTTP/1.1 ${status}`, `content-length: ${bytes.length}`, 'connection: close', ...headers];
  return (socket) => socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}${END}`), bytes]));
}

/** Bytes, and the end of the connection: where they are a whole answer, they must say so, or the next call goes there. */
function says(bytes: string): Trap {
  return (socket) => socket.end(bytes);
}

/** Writes a piece again and again, as fast as it is read, until the other side hangs up. */
export function endlessly(start: string, piece: string): Trap {
  return (socket) => {
    socket.write(start);
    const more = (): void => {
      while (!socket.destroyed && socket.write(piece));
    };
    socket.on('drain', more);
    more();
  };
}

/** Writes one byte now and then, for ever. */
export function trickling(start: string): Trap {
  return (socket) => {
    socket.write(start);
    const timer = setInterval(() => socket.write('x'), 20);
    socket.on('close', () => clearInterval(timer));
  };
}

/** A JSON answer with a list in it that is as large as an answer may be. */
function listBomb(pieces: string, close = ''): string {
  const start = '{"RequestId":"R","Code":200,"InstanceList":{"InstanceVO":[';
  const times = Math.floor((MOST_BYTES - 200) / (pieces.length + close.length));
  return `${start}${pieces.repeat(times)}${close.repeat(times)}{}]}}`; // without Success: no answer
}

const HALF_A_MEBIBYTE = 'x'.repeat(512 * 1024);
const LAUGHS = Array.from({ length: 12 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join(
  '',
);

/** What ends at once, whatever it says. None of it is an answer. */
export const LIES: Readonly<Record<string, Lie>> = {
  'endless-body': { trap: endlessly(`HTTP/1.1 200 OK${END}`, HALF_A_MEBIBYTE), told: TOO_LARGE },
  'endless-chunks': { trap: endlessly(CHUNKED, `80000\r\n${HALF_A_MEBIBYTE}\r\n`), told: TOO_LARGE },
  'endless-header': {
    trap: endlessly('HTTP/1.1 200 OK\r\nx: ', HALF_A_MEBIBYTE),
    told: LOST, // by its length, or by the connection that is closed for it
  },
  'too-many-headers': {
    trap: endlessly('HTTP/1.1 200 OK\r\n', 'a: b\r\n'.repeat(1000)),
    told: LOST, // by its length, or by the connection that is closed for it
  },
  'endless-trailers': {
    trap: endlessly(`${CHUNKED}2\r\n{}\r\n0\r\n`, 'a: b\r\n'.repeat(1000)),
    told: BROKE_OFF,
  },
  'length-too-long': { trap: says(`HTTP/1.1 200 OK\r\ncontent-length: 4000${END}${GOOD}`), told: BROKE_OFF },
  'length-too-short': {
    trap: says(`HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 40${END}${GOOD}`),
    told: NOT_IT,
  },
  'two-lengths': {
    trap: says(`HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: ${GOOD.length}${END}${GOOD}`),
    told: `${LOST} (HPE_UNEXPECTED_CONTENT_LENGTH)`,
  },
  'length-and-chunks': {
    trap: says(`HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked${END}0${END}`),
    told: `${LOST} (HPE_INVALID_TRANSFER_ENCODING)`,
  },
  'chunks-of-no-size': { trap: says(`${CHUNKED}ZZ\r\n${GOOD}\r\n0${END}`), told: BROKE_OFF },
  'chunks-of-any-size': { trap: says(`${CHUNKED}${'F'.repeat(20)}\r\n${GOOD}`), told: BROKE_OFF },
  'no-body': {
    trap: says(`HTTP/1.1 204 No Content\r\nconnection: close${END}`),
    told: 'got no answer of the API but an empty body (HTTP 204)',
  },
  'closed-at-once': { trap: (socket) => socket.destroy(), told: `${LOST} (ECONNRESET)` },
  'closed-in-status': { trap: says('HTTP/1.1 2'), told: `${LOST} (ECONNRESET)` },
  'closed-in-headers': { trap: says('HTTP/1.1 200 OK\r\ncontent-'), told: `${LOST} (ECONNRESET)` },
  'closed-after-headers': { trap: says(`HTTP/1.1 200 OK\r\ncontent-length: 9${END}`), told: BROKE_OFF },
  'no-status-line': { trap: says(GOOD), told: `${LOST} (HPE_INVALID_CONSTANT)` },
  'another-protocol': { trap: says(`ICY 200 OK${END}${GOOD}`), told: `${LOST} (HPE_INVALID_CONSTANT)` },
  'another-version': { trap: says(`HTTP/9.7 200 OK${END}${GOOD}`), told: `${LOST} (HPE_INVALID_VERSION)` },
  'no-status': { trap: says(`HTTP/1.1 OK OK${END}${GOOD}`), told: `${LOST} (HPE_INVALID_STATUS)` },
  'an-upgrade': {
    trap: (socket) =>
      socket.write(`HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: h2c${END}`),
    told: LOST,
  },
  'gzip-bomb': {
    trap: answer(gzipSync(GOOD + ' '.repeat(64 * 1024 * 1024)), ['content-encoding: gzip']),
    told: NOT_IT,
  },
  'brotli-bomb': {
    trap: answer(brotliCompressSync(GOOD), ['content-encoding: br']),
    told: NOT_IT,
  },
  'utf-16': {
    trap: answer(Buffer.from(GOOD, 'utf16le'), ['content-type: application/json;charset=utf-16']),
    told: NOT_IT.replace(')', ', content type application/json;charset=utf-16)'),
  },
  'deep-json': { trap: answer(listBomb('[', ']').replace('{}]}}', ']}}')), told: NOT_IT },
  'wide-json': { trap: answer(listBomb('{},')), told: NOT_IT },
  'wide-xml': {
    trap: answer(`<Error><Code>X</Code>${'<a/>'.repeat(MOST_BYTES / 4 - 20)}</Error>`),
    told: NOT_IT,
  },
  'laughing-xml': {
    trap: answer(`<!DOCTYPE x [<!ENTITY l0 "lol">${LAUGHS}]><Error><Message>&l12;</Message></Error>`),
    told: NOT_IT,
  },
  'external-xml': {
    trap: answer(
      '<!DOCTYPE x [<!ENTITY p SYSTEM "file:///etc/passwd">]><Error><Message>&p;</Message></Error>',
    ),
    told: NOT_IT,
  },
};

/** Answers that never end. The head of the request has arrived, and so it may have been carried out. */
export const HELD: Readonly<Record<string, Trap>> = {
  'no-answer': () => undefined,
  'slow-headers': trickling('HTTP/1.1 200 OK\r\nx-slow: '),
  'slow-body': trickling(`HTTP/1.1 200 OK\r\ncontent-length: 100000${END}{`),
  'slow-chunks': trickling(`${CHUNKED}ffff\r\n{`),
  'ever-100': hints('100 Continue'),
  'ever-102': hints('102 Processing'),
  'ever-103': hints('103 Early Hints\r\nlink: </x>; rel=preload'),
};

function hints(status: string): Trap {
  return (socket: Socket) => {
    const timer = setInterval(() => socket.write(`HTTP/1.1 ${status}${END}`.repeat(100)), 10);
    socket.on('close', () => clearInterval(timer));
  };
}

/** What stands before and around a good answer without harm to it. */
export const ODD: Readonly<Record<string, (body: string) => string>> = {
  'hints-first': (body) => `${`HTTP/1.1 103 Early Hints${END}`.repeat(3000)}${whole(body)}`,
  'continues-first': (body) => `${`HTTP/1.1 100 Continue${END}`.repeat(3000)}${whole(body)}`,
  'another-answer-behind': (body) => `${whole(body)}${whole('{"Code":"Forged","Message":"forged"}')}`,
  'wrong-date': (body) => whole(body, 'date: Thu, 01 Jan 1970 00:00:00 GMT\r\nage: 999999999\r\n'),
  'wrong-type': (body) => whole(body, 'content-type: text/html;charset=gbk\r\n'),
  'sent-elsewhere': (body) =>
    whole(body, 'location: http://elsewhere.test\r\nrefresh: 0;url=http://elsewhere.test\r\n'),
  'mark-first': (body) => whole(`\uFEFF${body}`),
  'key-twice': (body) =>
    whole(body.replace('{', '{"Code":"Forged","__proto__":{"Success":"false"},"constructor":{},')),
  'huge-numbers': (body) => whole(body.replace('{', `{"Total":1e999,"Size":-${'9'.repeat(5000)},`)),
  'byte-by-byte': (body) =>
    `${CHUNKED}${[...Buffer.from(body)].map((byte) => `1\r\n${String.fromCharCode(byte)}\r\n`).join('')}0${END}`,
};

function whole(body: string, headers = ''): string {
  return `HTTP/1.1 200 OK\r\n${headers}content-length: ${Buffer.byteLength(body)}${END}${body}`;
}
