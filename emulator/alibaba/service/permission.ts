import type { Call, Caller } from './call.ts';
import type { FoundOperation } from './products.ts';
import type { Refusal } from './refusal.ts';

/**
 * Why RAM does not allow a call: one of the names in `denied` is the operation's own (`StartInstance`) or the action
 * that a policy has to grant (`alikafka:StartInstance`).
 */
export function denialOf(
  call: Call,
  { operation, product }: FoundOperation,
  denied: readonly string[],
): Refusal | undefined {
  if (!denied.includes(call.action) && !denied.includes(operation.ramAction)) return undefined;
  return {
    httpStatus: 403,
    ...product.denial,
    fields: {
      AccessDeniedDetail: {
        AuthAction: operation.ramAction,
        AuthPrincipalType: call.caller?.type === 'AssumedRoleUser' ? 'AssumedRoleUser' : 'SubUser',
        AuthPrincipalDisplayName: nameOf(call.caller) ?? call.accountId,
        AuthPrincipalOwnerId: call.accountId,
        NoPermissionType: 'ImplicitDeny',
        PolicyType: 'AccountLevelIdentityBasedPolicy',
        EncodedDiagnosticMessage: 'AQEAAAAAZW11bGF0b3I=',
      },
    },
  };
}

function nameOf(caller: Caller | undefined): string | undefined {
  return caller?.type === 'AssumedRoleUser' ? `${caller.roleName}:${caller.sessionName}` : caller?.userName;
}
