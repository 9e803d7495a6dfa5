import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { TlsIdentity } from '../loopback.ts';

/**
 * The certificate and the key of two files, undefined where neither is named. Throws, in the words of the command
 * line, where only one is named and where the two cannot be used together.
 */
export async function tlsFrom(
  certFile: string | undefined,
  keyFile: string | undefined,
): Promise<TlsIdentity | undefined> {
  if (certFile === undefined && keyFile === undefined) return undefined;
  if (certFile === undefined || keyFile === undefined) {
    throw new Error('--tls-cert and --tls-key need each other');
  }
  const [cert, key] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')]);
  try {
    createSecureContext({ cert, key });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `--tls-cert and --tls-key are not a certificate and its key, both in PEM: ${reason}`;
    throw new Error(message, { cause });
  }
  return { cert, key };
}
