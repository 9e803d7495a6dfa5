import type { OwnCode } from '../../src/alibaba/errors.ts';
import type { Text } from './text.ts';

/** The codes of the action's own, which stand where the API gave none. */
export const OWN_CODE_TEXTS: Readonly<Record<OwnCode, { readonly meaning: Text; readonly remedy: Text }>> = {
  Credentials: {
    meaning: {
      en: 'There are no credentials, only half of them, or no role was given.',
      zh: '没有凭证、凭证不完整，或扮演角色失败。',
    },
    remedy: {
      en: 'The message says what is missing: an input, a secret, or `id-token: write`. [Credentials](../README.md#credentials) has the order in which they are looked for.',
      zh: '消息会说明缺少什么：输入、机密，或 `id-token: write`。查找凭证的顺序见[凭证](../../README.zh-CN.md#凭证)。',
    },
  },
  NotSent: {
    meaning: {
      en: 'Nothing left the runner: DNS, proxy, or TLS.',
      zh: '请求未能发出：DNS、代理或 TLS 的问题。',
    },
    remedy: {
      en: 'The log says which. [Hosts and ports](operations.md#hosts-and-ports) has what must be reachable.',
      zh: '日志会说明是哪一种。必须能访问的地址见[要访问哪些地址](network.md#要访问哪些地址)。',
    },
  },
  NoAnswer: {
    meaning: {
      en: 'No answer came, and reading the status afterwards did not tell whether the start was carried out. **The instance may be deploying.**',
      zh: '未收到响应，查询状态后仍无法确定是否已部署。**实例可能正在部署。**',
    },
    remedy: {
      en: 'Run again: the action reads the status first.',
      zh: '请重新运行：Action 会先查询状态，不会重复部署。',
    },
  },
  UnexpectedAnswer: {
    meaning: {
      en: 'What answered was no answer of the API, such as the page of a proxy. **The instance may be deploying.**',
      zh: '收到的不是 API 的响应，例如是代理返回的页面。**实例可能正在部署。**',
    },
    remedy: {
      en: 'Run again: the action reads the status first. If it repeats, look at proxies and `endpoint`.',
      zh: '请重新运行：Action 会先查询状态，不会重复部署。反复出现时，请检查代理和输入 `endpoint`。',
    },
  },
};
