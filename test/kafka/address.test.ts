import { expect, it } from 'vitest';
import { isLoopback, readAddress, writeAddress } from '../../src/kafka/address.ts';

it.each([
  ['alikafka-post-cn-1-vpc.alikafka.aliyuncs.com:9092', 'alikafka-post-cn-1-vpc.alikafka.aliyuncs.com', 9092],
  ['192.0.2.1:65535', '192.0.2.1', 65535],
  ['[2001:db8::1]:1', '2001:db8::1', 1],
  ['[::1]:9093', '::1', 9093],
])('%s is an address', (text, host, port) => {
  const address = readAddress(text);
  expect(address).toEqual({ host, port });
  expect(address && writeAddress(address)).toBe(text);
});

it.each([
  '',
  'broker',
  ':9092',
  'broker:',
  'broker:0',
  'broker:65536',
  'broker:9092/',
  'SASL_SSL://broker:9093',
  'one:9092,two:9092',
  '::1:9092',
  '[::1]',
  '[broker]:9092',
  'x[::1]:9092',
  '[::1]:9092/',
  'a\nb:9092',
  'broker:9092\n',
])('%j is none', (text) => {
  expect(readAddress(text)).toBeUndefined();
});

it.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['::1', true],
  ['127.example.test', false],
  ['localhost.example.test', false],
  ['0.0.0.0', false],
  ['192.0.2.1', false],
  ['::', false],
])('%s is on loopback: %s', (host, expected) => {
  expect(isLoopback({ host, port: 9092 })).toBe(expected);
});
