import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { declaredOrder, type RunEvent } from '../../../src/protocol/runEvents.ts';
import { RunSession, type Runners } from '../../../src/course/running/runSession.ts';
import { jobIn, type Setting } from './setting.ts';

/** Every fixture holds three tests that pass; those in the map also print that many texts `said N`. */
const testsEach = 3;
const says: Readonly<Record<string, number>> = { 'lookalikes.test.ts': 3, 'raw-descriptors.test.ts': 3 };

export interface HostileOutcome {
  readonly lost: number;
  /** What was lost, by fixture. */
  readonly detail: readonly string[];
}

/** Lays out the fixtures in the scratch course. */
export function hostileFolder(setting: Setting): string {
  const folder = setting.extraFolder('hostile', {});
  cpSync(join(import.meta.dirname, '../suite/hostile'), join(folder, 'tests'), { recursive: true });
  return folder;
}

/** Runs every fixture by itself and counts the events that did not arrive. */
export async function lostEvents(
  setting: Setting,
  folder: string,
  runners: Runners,
): Promise<HostileOutcome> {
  const detail: string[] = [];
  let lost = 0;
  for (const file of readdirSync(join(folder, 'tests')).sort()) {
    const session = new RunSession(jobIn(setting, folder), runners, undefined);
    const events: RunEvent[] = [];
    const round = { files: [join(folder, 'tests', file)], overlay: [], select: null, seed: declaredOrder };
    await session.run(round, (event) => events.push(event));
    await session.close();
    const missing = missingFrom(events, says[file] ?? 0);
    lost += missing.length;
    if (missing.length > 0) detail.push(`${file}: ${missing.join(', ')}`);
  }
  return { lost, detail };
}

/** Names each event that a run of three passing tests should have told and did not. */
function missingFrom(events: readonly RunEvent[], said: number): string[] {
  const missing: string[] = [];
  const expect = (name: string, wanted: number, found: number): void => {
    for (let count = found; count < wanted; count += 1) missing.push(name);
  };
  const passed = events.filter((event) => event.type === 'testFinished' && event.state === 'passed');
  expect('planned', 1, events.filter(({ type }) => type === 'planned').length);
  expect('testStarted', testsEach, events.filter(({ type }) => type === 'testStarted').length);
  expect('testFinished', testsEach, passed.length);
  expect('finished', 1, events.filter(({ type }) => type === 'finished').length);
  const printed = events.flatMap((event) => (event.type === 'output' ? [event.text] : [])).join('');
  for (let number = 1; number <= said; number += 1) {
    if (!printed.includes(`said ${number}`)) missing.push(`output 'said ${number}'`);
  }
  return missing;
}
