import { X509Certificate } from 'node:crypto';
import { expect, it } from 'vitest';
import { ALIKAFKA_CA } from '../../src/kafka/ca.ts';

it('the CA is the one that the vendor publishes', () => {
  const { fingerprint256, subject, validTo, publicKey } = new X509Certificate(ALIKAFKA_CA);
  expect({ fingerprint256, subject, validTo, bits: publicKey.asymmetricKeyDetails?.modulusLength }).toEqual({
    fingerprint256:
      '5B:73:16:EE:B6:E1:C2:46:53:0F:64:DD:57:49:DA:2A:7A:63:02:67:AD:8C:C0:A8:66:F9:2C:6A:99:62:DC:F4',
    subject: 'C=CN\nST=Beijing\nL=Beijing\nO=Alibaba\nCN=AliKafka',
    validTo: 'Apr 17 10:39:31 2122 GMT',
    bits: 4096,
  });
});
