/**
 * Why a Node cannot run the action, or undefined where it can. Other CI systems bring a Node of their own, and a
 * runner on 32-bit ARM falls back to Node 20.
 *
 * @param version such as `24.4.0`
 */
export function nodeRefusal(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isNewEnough = major > 24 || (major === 24 && minor >= 4); // as in package.json
  if (isNewEnough) return undefined;
  return `This action runs on Node 24.4 or later, and this is Node ${version}. Nothing was sent.`;
}
