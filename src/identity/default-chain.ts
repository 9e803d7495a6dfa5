import type { Credentials } from '../alibaba/client.ts';
import { CredentialsError } from './credentials.ts';

/**
 * The vendor's default credential chain: OIDC of a Kubernetes pod (RRSA), the CLI's profile, the role of an
 * ECS instance, a credentials URI. It may ask a metadata address, so it is never used on GitHub's
 * own runners, and the library is loaded only then.
 *
 * @throws CredentialsError when no place has any
 */
export async function openDefaultChain(): Promise<() => Promise<Credentials>> {
  const { default: library } = await import('@alicloud/credentials');
  const chain = new library.default();
  return async () => {
    try {
      const { accessKeyId, accessKeySecret, securityToken } = await chain.getCredential();
      if (accessKeyId && accessKeySecret) {
        return { accessKeyId, accessKeySecret, securityToken: securityToken || undefined };
      }
    } catch {
      // Its message repeats what every place said, addresses and paths included.
    }
    throw new CredentialsError(
      'There are no credentials for Alibaba Cloud, neither in the inputs nor in any place of this machine',
      'Give the inputs role-to-assume and oidc-provider-arn, or access-key-id and access-key-secret, or attach a RAM role to this machine.',
    );
  };
}
