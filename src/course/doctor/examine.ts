import { messageOf } from '../courseError.ts';
import { courseFolder } from './checks/courseFolder.ts';
import { diskSpace } from './checks/diskSpace.ts';
import { exerciseFiles } from './checks/exerciseFiles.ts';
import { fileSystem } from './checks/fileSystem.ts';
import { links } from './checks/links.ts';
import { otherExtensions } from './checks/otherExtensions.ts';
import { ownTests } from './checks/ownTests.ts';
import { packages } from './checks/packages.ts';
import { pathNames } from './checks/pathNames.ts';
import { runtime } from './checks/runtime.ts';
import { sqlite } from './checks/sqlite.ts';
import { symbolicLinks } from './checks/symbolicLinks.ts';
import { temporaryFolder } from './checks/temporaryFolder.ts';
import { trust } from './checks/trust.ts';
import { inEnglish, sentence, type Sentence } from '../sentence.ts';
import type { Check, Complaint, Finding, Patient } from './finding.ts';

/** Everything that is looked at, in the order in which one depends on the other. */
export const allChecks: readonly Check[] = [
  trust,
  runtime,
  packages,
  sqlite,
  courseFolder,
  links,
  exerciseFiles,
  symbolicLinks,
  fileSystem,
  pathNames,
  temporaryFolder,
  diskSpace,
  otherExtensions,
  ownTests,
];

/** A finding with the title of the check it comes from. */
export type TitledFinding = Finding<string> & { readonly title: string };

/**
 * Looks at everything. A check that fails itself is a finding, too: the others are still told.
 * @param onProgress called before each check, with how many are over.
 * @param say gives a sentence in the language of the user.
 * @returns what was found until the patient's signal fired.
 */
export async function examine(
  patient: Patient,
  onProgress: (done: number, total: number) => void = () => undefined,
  checks: readonly Check[] = allChecks,
  say: (sentence: Sentence) => string = inEnglish,
): Promise<TitledFinding[]> {
  const found: TitledFinding[] = [];
  for (const [index, check] of checks.entries()) {
    onProgress(index, checks.length);
    if (patient.signal?.aborted) break;
    for (const finding of await lookWith(check, patient)) found.push(spoken(finding, check.title, say));
  }
  return found;
}

function spoken(finding: Finding, title: Sentence, say: (sentence: Sentence) => string): TitledFinding {
  const told = { title: say(title), what: say(finding.what) };
  if (finding.health === 'ok') return { health: finding.health, ...told };
  const { health, why, remedy, mends } = finding;
  return { health, ...told, why: say(why), remedy: say(remedy), mends };
}

async function lookWith(check: Check, patient: Patient): Promise<readonly Finding[]> {
  if (check.needsCourse && patient.courseFolder === null) return [];
  if (check.acts && !patient.trusted) return [notLookedAt];
  try {
    const found = await check.look(patient);
    return 'health' in found ? [found] : found;
  } catch (error) {
    return [couldNotLook(error)];
  }
}

const notLookedAt: Finding = {
  health: 'information',
  what: sentence`Not looked at, because the workspace is not trusted.`,
  why: sentence`Looking would start a program or write a file.`,
  remedy: sentence`Trust the workspace, then ask the doctor again.`,
  mends: ['manage-trust'],
};

function couldNotLook(error: unknown): Complaint {
  return {
    health: 'warning',
    what: sentence`This could not be looked at: ${messageOf(error)}`,
    why: sentence`What is wrong here may also keep tests from running.`,
    remedy: sentence`If the message does not help, copy the report into an issue.`,
    mends: [],
  };
}
