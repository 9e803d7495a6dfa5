import type { Product } from '../service/operation.ts';
import { assumeRoleWithOidc } from './assume-role-with-oidc.ts';
import { getCallerIdentity } from './get-caller-identity.ts';

/** The Security Token Service, as far as this emulator goes. Its answers say nothing of success. */
export const STS: Product = {
  name: 'sts',
  version: '2015-04-01',
  operations: { AssumeRoleWithOIDC: assumeRoleWithOidc, GetCallerIdentity: getCallerIdentity },
  success: { typed: {}, strings: {} },
  denial: { code: 'NoPermission', message: 'You are not authorized to perform this operation.' },
};
