import { asTemplate, shown } from '../check.ts';
import type { Case, Rule } from './case.ts';

/** Who can reach the instance, and as whom. */
export const accessRules: readonly Rule[] = [checkEip, checkUser, checkPassword];

function checkEip({ settings, diagnostics }: Case): void {
  const { deployModule, isEipInner } = settings;
  if (!deployModule || !isEipInner || isEipInner.value === (deployModule.value === 'eip')) return;
  const inner = asTemplate(isEipInner.value, isEipInner);
  const message = `isEipInner is ${inner}, but deployModule is ${shown(deployModule, deployModule.value)}`;
  diagnostics.error(isEipInner.origin, `${message}; remove isEipInner, it follows from deployModule`);
}

const EIP_ONLY = ['isSetUserAndPassword', 'username', 'password'] as const;

function checkUser(c: Case): void {
  const { settings, series, diagnostics, has } = c;
  const { deployModule, isSetUserAndPassword, username } = settings;
  const eipMayBeMeant = has('deployModule') && !deployModule;
  if (!eipMayBeMeant && deployModule?.value !== 'eip') {
    for (const name of EIP_ONLY) {
      const setting = settings[name];
      if (!setting || (series === 'confluent' && name !== 'isSetUserAndPassword')) continue;
      diagnostics.error(setting.origin, `${name} is only for instances with deployModule "eip"; remove it`);
    }
  }
  if (isSetUserAndPassword?.value === false && (has('username') || has('password'))) {
    const given = [has('username') && 'username', has('password') && 'password']
      .filter(Boolean)
      .join(' and ');
    const message = `isSetUserAndPassword is false, but ${given} is given; remove one or the other`;
    diagnostics.error(isSetUserAndPassword.origin, message);
  }
  if (isSetUserAndPassword?.value === true && !has('password')) {
    const message = 'isSetUserAndPassword is true, so a password is required';
    diagnostics.missingPrivateValue(isSetUserAndPassword.origin, message);
  }
  if (username && !has('password') && series !== 'confluent' && isSetUserAndPassword?.value !== false) {
    const message = 'username is set together with a password, so a password is required';
    diagnostics.missingPrivateValue(username.origin, message);
  }
  if (series === 'confluent' && username && username.value !== 'root') {
    diagnostics.error(username.origin, 'username can only be "root" for Confluent instances');
  }
}

const CLASSES = [/[A-Z]/, /[a-z]/, /[0-9]/, /[!@#$%^&*()_+\-=]/];

function checkPassword({ settings: { password }, series, diagnostics }: Case): void {
  if (!password || password.unknown) return;
  const text = password.value;
  const classes = CLASSES.filter((pattern) => pattern.test(text)).length;
  if (series === 'confluent') {
    if (text.length >= 8 && text.length <= 32 && classes >= 3 && /^[\w!@#$%^&*()+\-=]+$/.test(text)) return;
    const rule =
      '8 to 32 characters, of at least three kinds: upper case, lower case, digits, !@#$%^&*()_+-=';
    diagnostics.error(password.origin, `password must have ${rule}`);
  } else if (text.length < 8 || text.length > 40 || !CLASSES.slice(0, 3).every((kind) => kind.test(text))) {
    const rule = '8 to 40 characters with upper case, lower case and digits';
    diagnostics.warning(password.origin, `password may be refused by the service, which documents ${rule}`);
  }
}
