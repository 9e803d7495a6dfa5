/**
 * Region ids with an ApsaraMQ for Kafka endpoint (endpoint map of the vendor's SDK 2.14.0).
 * The list serves only to ask "did you mean": any region id is accepted, new regions need no release.
 */
export const KNOWN_REGIONS: readonly string[] = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-southeast-1',
  'ap-southeast-3',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'cn-beijing',
  'cn-beijing-finance-1',
  'cn-chengdu',
  'cn-fuzhou',
  'cn-guangzhou',
  'cn-hangzhou',
  'cn-hangzhou-finance',
  'cn-heyuan',
  'cn-hongkong',
  'cn-huhehaote',
  'cn-qingdao',
  'cn-shanghai',
  'cn-shanghai-finance-1',
  'cn-shenzhen',
  'cn-shenzhen-finance-1',
  'cn-wulanchabu',
  'cn-wulanchabu-gic-1',
  'cn-zhangjiakou',
  'cn-zhengzhou-jva',
  'eu-central-1',
  'eu-west-1',
  'me-central-1',
  'me-east-1',
  'na-south-1',
  'us-east-1',
  'us-southeast-1',
  'us-west-1',
];

/** What the consoles call the regions, in English and in Chinese: the part of the name that no other region has. */
const CONSOLE_NAMES: Readonly<Record<string, readonly string[]>> = {
  'ap-northeast-1': ['tokyo', '东京'],
  'ap-northeast-2': ['seoul', '首尔'],
  'ap-southeast-1': ['singapore', '新加坡'],
  'ap-southeast-3': ['kuala lumpur', '吉隆坡'],
  'ap-southeast-5': ['jakarta', '雅加达'],
  'ap-southeast-6': ['manila', '马尼拉'],
  'ap-southeast-7': ['bangkok', '曼谷'],
  'cn-beijing': ['beijing', '北京', '华北2'],
  'cn-chengdu': ['chengdu', '成都', '西南1'],
  'cn-fuzhou': ['fuzhou', '福州', '华东6'],
  'cn-guangzhou': ['guangzhou', '广州', '华南3'],
  'cn-hangzhou': ['hangzhou', '杭州', '华东1'],
  'cn-heyuan': ['heyuan', '河源', '华南2'],
  'cn-hongkong': ['hong kong', '香港'],
  'cn-huhehaote': ['hohhot', '呼和浩特', '华北5'],
  'cn-qingdao': ['qingdao', '青岛', '华北1'],
  'cn-shanghai': ['shanghai', '上海', '华东2'],
  'cn-shenzhen': ['shenzhen', '深圳', '华南1'],
  'cn-wulanchabu': ['ulanqab', '乌兰察布', '华北6'],
  'cn-zhangjiakou': ['zhangjiakou', '张家口', '华北3'],
  'eu-central-1': ['frankfurt', '法兰克福'],
  'eu-west-1': ['london', '伦敦'],
  'me-central-1': ['riyadh', '利雅得'],
  'me-east-1': ['dubai', '迪拜'],
  'us-east-1': ['virginia', '弗吉尼亚'],
  'us-west-1': ['silicon valley', '硅谷'],
};

/** The region that a console calls so: `华东1（杭州）` and `China (Hangzhou)` are `cn-hangzhou`. */
export function regionNamed(text: string): string | undefined {
  const name = text.toLowerCase().replaceAll(/(?<=[东北南])\s+(?=[0-9])/g, '');
  if (/金融|政务|finance|gov/.test(name)) return undefined; // these have the same names and other ids
  const match = Object.entries(CONSOLE_NAMES).find(([, names]) => names.some((one) => name.includes(one)));
  return match?.[0];
}

/** The zone that a console calls so: `可用区K` and `Zone K` are `zonek`. */
export function zoneNamed(text: string): string | undefined {
  const [, letter] = /(?:可用区|(?:^|\s)zone)\s*([a-z])$/i.exec(text) ?? [];
  return letter && `zone${letter.toLowerCase()}`;
}
