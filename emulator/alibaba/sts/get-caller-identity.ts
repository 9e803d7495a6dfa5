import type { JsonObject } from '../../json.ts';
import type { Operation, Scene } from '../service/operation.ts';
import { principalId, sessionId } from './principal.ts';

/** Tells who calls: a user, a role's session, or the account itself. */
export const getCallerIdentity: Operation = {
  ramAction: 'sts:GetCallerIdentity',
  parameters: { RegionId: { type: 'string' } },
  run: (scene) => ({ ok: true, fields: { AccountId: scene.accountId, ...identityOf(scene) } }),
};

function identityOf({ accountId, caller }: Pick<Scene, 'accountId' | 'caller'>): JsonObject {
  switch (caller?.type) {
    case 'AssumedRoleUser': {
      const role = `acs:ram::${accountId}:role/${caller.roleName}`;
      return {
        IdentityType: caller.type,
        Arn: `acs:ram::${accountId}:assumed-role/${caller.roleName}/${caller.sessionName}`,
        PrincipalId: sessionId(role, caller.sessionName),
        RoleId: principalId(role),
      };
    }
    case 'RAMUser': {
      const arn = `acs:ram::${accountId}:user/${caller.userName}`;
      const id = principalId(arn);
      return { IdentityType: caller.type, Arn: arn, PrincipalId: id, UserId: id };
    }
    case undefined:
      return {
        IdentityType: 'Account',
        Arn: `acs:ram::${accountId}:root`,
        PrincipalId: accountId,
        UserId: accountId,
      };
  }
}
