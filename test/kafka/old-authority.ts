import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { BIT_STRING, der, type Identity, INTEGER, OID, sequence, TIME } from '../http/certificate.ts';

/** What a broker with a certificate of a CA as weak as the vendor's first one shows: RSA-1024 and SHA-1 throughout. */
export function signedByWeakCa(caName: string, withChain: boolean): Identity {
  const ca = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const broker = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const cert = certificate('broker', broker.publicKey, caName, ca.privateKey);
  const caCert = certificate(caName, ca.publicKey, caName, ca.privateKey);
  return {
    key: String(broker.privateKey.export({ type: 'pkcs8', format: 'pem' })),
    cert: withChain ? cert + caCert : cert,
  };
}

/** X.509 version 1, as the vendor's are. */
function certificate(subject: string, key: KeyObject, issuer: string, issuerKey: KeyObject): string {
  const sha1WithRsa = sequence(der(OID, Buffer.from('2a864886f70d010105', 'hex')), der(0x05));
  const unsigned = sequence(
    der(INTEGER, Buffer.from([1])), // serial number
    sha1WithRsa,
    name(issuer),
    sequence(der(TIME, Buffer.from('200101000000Z')), der(TIME, Buffer.from('491231235959Z'))),
    name(subject),
    key.export({ type: 'spki', format: 'der' }),
  );
  const signature = der(BIT_STRING, Buffer.from([0]), sign('sha1', unsigned, issuerKey));
  const base64 = sequence(unsigned, sha1WithRsa, signature).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
}

function name(commonName: string): Buffer {
  const text = der(0x0c, Buffer.from(commonName));
  return sequence(der(0x31, sequence(der(OID, Buffer.from('550403', 'hex')), text)));
}
