import type { RefusalFacts, Remedy } from '../alibaba/verdict.ts';
import type { FieldName } from '../manifest/fields.ts';
import { ACCESS } from './access.ts';
import { DEPLOYMENT } from './deployment.ts';
import {
  CHECK_KEYS,
  COMPARE_FIELDS,
  type Entry,
  type FieldRemedy,
  NOT_OURS,
  NOT_PERMITTED,
  PAY,
  RENEW_CREDENTIALS,
  THROTTLED,
  UNCLEAR,
  VSWITCHES,
  WRONG_STATUS,
  ZONES,
} from './remedy.ts';
import { REQUEST } from './request.ts';

/** Every catalogued code, in rows. */
export const CATALOGUE: readonly Entry[] = [...DEPLOYMENT, ...REQUEST, ...ACCESS];

// A Map, not an object: codes come from outside and may be "constructor".
const BY_CODE: ReadonlyMap<string, FieldRemedy> = new Map(
  CATALOGUE.flatMap(({ codes, ...remedy }) => codes.map((code) => [code, remedy] as const)),
);

const refused = (meaning: string, remedy: string, fields: readonly FieldName[] = []): FieldRemedy => ({
  ...{ meaning, remedy, verdict: 'refused' },
  ...(fields.length > 0 && { fields }),
});

const REFUSED = refused(
  'The service refused the request.',
  'The Message says why: correct what it names and run the job again. If it does not help, give Alibaba Cloud ' +
    'support the RequestId.',
);

const network = (...fields: readonly FieldName[]): FieldRemedy =>
  refused(
    'The network that was named cannot be used.',
    'In the VPC and ECS consoles, check that vpcId, vSwitchId, securityGroup and zoneId belong together and ' +
      'exist in regionId.',
    fields,
  );

const login = (...fields: readonly FieldName[]): FieldRemedy =>
  refused(
    'The user name or password is not accepted.',
    'Only eip and Confluent instances take username and password. A password of 8 to 32 characters with ' +
      'upper case, lower case and digits fits all of them.',
    fields,
  );

/** Families of codes, for the members that the vendor adds later. The first match counts. */
const FAMILIES: readonly (readonly [RegExp, FieldRemedy])[] = [
  [/throttl|flow_?control/i, THROTTLED],
  [/^(?!Invalid|Missing).*(time_?out|unavailable|busy)/i, UNCLEAR],
  [/security_?token/i, refused('The security token is not accepted.', RENEW_CREDENTIALS)],
  [
    /RoleArn|RoleSession|OIDC|DurationSeconds|^EntityNotExist|^AuthenticationFail/i,
    refused(
      'The RAM role cannot be assumed.',
      'Check role-to-assume, oidc-provider-arn, audience, role-session-name and role-session-expiration ' +
        'against the role and the OIDC provider in the RAM console.',
    ),
  ],
  [/^InvalidAccessKey|Signature/i, refused('The access key or its signature is not accepted.', CHECK_KEYS)],
  [/^Forbidden|^NoPermission|^AccessDenied|^RAM_|^AUTH_/, NOT_PERMITTED],
  [/instance_?status|^BIZ_INSTANCE_RELEASE_/i, WRONG_STATUS],
  [/internal|^Deploy|^AsyncTask|^ScheduledTask/i, UNCLEAR],
  [
    /^BIZ_(TOPIC|SUBSCRIPTION|ACL|SASL|TAG|FIND_CONSUMER)|^(Topic|Group|Acl|Ldap|WHITE)\./,
    refused('The service refused an operation on topics, groups, users, tags or allow lists.', NOT_OURS),
  ],
  [
    /kms/i,
    refused(
      'The key for disk encryption cannot be used.',
      'Check in the KMS console that kmsKeyId exists in regionId, is enabled, and belongs to the account that ' +
        'owns the instance.',
      ['kmsKeyId'],
    ),
  ],
  [/security_?group|^SG_/i, network('securityGroup')],
  [/zone/i, network(...ZONES)],
  [/vsw|v_switch/i, network(...VSWITCHES)],
  [/vpc/i, network('vpcId')],
  [/password/i, login('password')],
  [/user_?name/i, login('username')],
  [/balance|unpaid|arrear|^Order\./i, refused('The account cannot pay for this.', PAY)],
  [/^Missing|_EMPTY$/, refused('A parameter is missing.', COMPARE_FIELDS)],
  [/^invalid|^NotSupport/i, refused('A parameter is not accepted.', COMPARE_FIELDS)],
  [/^BIZ[._]/, REFUSED],
];

/**
 * What an answer means, what to do about it and whether the call was carried out: by the code itself, else by
 * its family, else by the HTTP status alone. A server error proves nothing, whatever its code, and neither
 * does an answer that contradicts itself.
 */
export function remedyFor({ code, httpStatus, success }: RefusalFacts): Remedy {
  if (code === '200') return success === false ? byStatus(httpStatus, success) : UNCLEAR;
  // A soft failure has HTTP 200 and may carry the real status as its code; that of a server error stands.
  const status = httpStatus < 500 && /^[45]\d\d$/.test(code) ? Number(code) : httpStatus;
  const known = BY_CODE.get(code) ?? FAMILIES.find(([pattern]) => pattern.test(code))?.[1];
  if (known === undefined) return byStatus(status, success);
  return mayBeCarriedOut(status, success) ? { ...known, verdict: 'ambiguous' } : known;
}

/** By an error of the server, a time that was up somewhere on the way, or an answer that contradicts itself. */
function mayBeCarriedOut(status: number, success: boolean | undefined): boolean {
  return status >= 500 || status === 408 || success === true;
}

function byStatus(status: number, success: boolean | undefined): Remedy {
  if (mayBeCarriedOut(status, success)) return UNCLEAR;
  if (status === 429) return THROTTLED;
  if (status === 401 || status === 403) return NOT_PERMITTED;
  // What is neither a success nor a refusal leaves open what happened.
  return status >= 400 || success === false ? REFUSED : UNCLEAR;
}
