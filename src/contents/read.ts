import type { ContentsApi, InstanceRef } from '../alibaba/contents.ts';
import type { LiveAllowList, LiveGroup, LiveTopic, Quota } from '../alibaba/contents-answers.ts';
import { CallError } from '../alibaba/errors.ts';
import { type ReadDependencies, read } from '../alibaba/read.ts';
import type { Section } from '../deployment/change.ts';
import type { Failure } from '../deployment/failure.ts';
import type { DesiredContents } from '../manifest/contents.ts';
import { type ContentsOperation, failureAt, NEEDS } from './operations.ts';
import { allPages } from './pages.ts';

/** What reading the contents of instances needs. */
export interface ContentsReader extends ReadDependencies {
  readonly contents: ContentsApi;
}

/** A section that could not be read. */
export interface SectionFailure {
  readonly section: Section;
  readonly failure: Failure;
}

/** What an instance holds, of the sections that the manifest gives; undefined what was not or could not be read. */
export interface LiveContents {
  readonly allowLists: readonly LiveAllowList[] | undefined;
  readonly topics: ReadonlyMap<string, LiveTopic> | undefined;
  readonly groups: ReadonlyMap<string, LiveGroup> | undefined;
  readonly quota: Quota | undefined;
  readonly failures: readonly SectionFailure[];
}

/**
 * Reads what the sections of the manifest need, side by side. A section that cannot be read is a failure of its
 * own; a quota that cannot be read is none.
 *
 * @throws the reason of `stop`
 */
export async function readContents(
  of: InstanceRef,
  desired: DesiredContents,
  reader: ContentsReader,
): Promise<LiveContents> {
  const failures: SectionFailure[] = [];
  const attempt = async <T>(operation: ContentsOperation, call: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      if (operation === 'GetQuotaTip') {
        reader.note(`The quota of ${of.instanceId} is not checked: ${error.message}`);
      } else {
        const { section } = NEEDS[operation];
        const failure = failureAt(operation, `${section} could not be read`, error);
        failures.push({ section, failure });
      }
      return undefined;
    }
  };
  const wants = <T>(list: readonly unknown[], call: () => Promise<T>) =>
    list.length === 0 ? undefined : call();
  const counted = [...desired.topics, ...desired.groups];
  const [allowLists, topics, groups, quota] = await Promise.all([
    wants(desired.addresses, () => attempt('GetAllowedIpList', () => readAllowLists(of, reader))),
    wants(desired.topics, () => attempt('GetTopicList', () => readTopics(of, reader))),
    wants(desired.groups, () => attempt('GetConsumerList', () => readGroups(of, reader))),
    wants(counted, () => attempt('GetQuotaTip', () => readQuota(of, reader))),
  ]);
  return { allowLists, topics, groups, quota, failures };
}

/** @throws CallError, the reason of `stop` */
export function readAllowLists(of: InstanceRef, reader: ContentsReader): Promise<readonly LiveAllowList[]> {
  const what = `the allow list of ${of.instanceId}`;
  return read('GetAllowedIpList', what, () => reader.contents.getAllowedIpList(of), reader);
}

/**
 * All topics by name, or only those whose names hold a text.
 *
 * @throws CallError, the reason of `stop`
 */
export function readTopics(
  of: InstanceRef,
  reader: ContentsReader,
  part?: string,
): Promise<ReadonlyMap<string, LiveTopic>> {
  const what = `the topics of ${of.instanceId}`;
  return allPages((page) =>
    read('GetTopicList', what, () => reader.contents.getTopicList(of, page, part), reader),
  );
}

/**
 * All consumer groups by name, or only those whose names hold a text.
 *
 * @throws CallError, the reason of `stop`
 */
export function readGroups(
  of: InstanceRef,
  reader: ContentsReader,
  part?: string,
): Promise<ReadonlyMap<string, LiveGroup>> {
  const what = `the consumer groups of ${of.instanceId}`;
  return allPages((page) =>
    read('GetConsumerList', what, () => reader.contents.getConsumerList(of, page, part), reader),
  );
}

function readQuota(of: InstanceRef, reader: ContentsReader): Promise<Quota> {
  const what = `the quota of ${of.instanceId}`;
  return read('GetQuotaTip', what, () => reader.contents.getQuotaTip(of), reader);
}
